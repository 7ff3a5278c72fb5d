-- Who hosts a meetup beside its first host, `meetups.host_id`.
CREATE TABLE meetup_cohosts (
    meetup_id BIGINT NOT NULL REFERENCES meetups (id),
    user_id BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (meetup_id, user_id)
);
CREATE INDEX meetup_cohosts_by_user ON meetup_cohosts (user_id);

-- A meetup that is offered to its next host, until they say yes or no, or a week has passed.
CREATE TABLE host_offers (
    meetup_id BIGINT PRIMARY KEY REFERENCES meetups (id),
    user_id BIGINT NOT NULL,
    offered_by BIGINT NOT NULL,
    offered_at BIGINT NOT NULL
);
CREATE INDEX host_offers_by_time ON host_offers (offered_at);
