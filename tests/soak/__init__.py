"""The bot's process killed and cut off again and again, and Discord held against its database."""
