-- Full text is where engines differ; everything else that knows of it is db/problem_index.py.
-- The index has places of problem_words and neither texts nor positions: words are found here, and ranked elsewhere.
-- Every word begins with 14 letters that say what it is and in which guild. Whoever types into an option has often
-- typed one or two more: for words that begin like that (15 and 16 letters) there are lists of their own.
CREATE VIRTUAL TABLE problem_index USING fts5 (
    words, content = '', detail = 'none', columnsize = 0, prefix = '15 16'
);
