"""A Discord over real sockets: another process for the bot, with all that can go wrong on the way to it."""
