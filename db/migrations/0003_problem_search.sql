-- Full text is where engines differ; everything else that knows of it is db/problem_index.py.
-- The index has places of problem_words and no text: words are found, and ranked elsewhere.
-- What is typed in an option's list often has one or two letters yet: after the 14 that every word begins with,
-- those have lists of their own.
CREATE VIRTUAL TABLE problem_index USING fts5 (
    words, content = '', detail = 'none', columnsize = 0, prefix = '15 16'
);
