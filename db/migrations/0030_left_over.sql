-- Why a round had no circle for somebody, in words that are true whatever stood in the way.
UPDATE circle_members SET reason = 'no group came together' WHERE reason = 'everyone near is taken';
