-- Log-ins under way are bounded by browser too.
CREATE INDEX sign_ins_by_browser ON sign_ins (browser_sha256);

-- A browser says whose it is; what she is told there follows from the grants that hold when it is sent. vapid_key is the public
-- key of ours, in base64url, that it subscribed to and takes messages from; NULL from before that was written down.
DROP INDEX push_subscriptions_by_person;
ALTER TABLE push_subscriptions DROP COLUMN person;
ALTER TABLE push_subscriptions ADD COLUMN vapid_key TEXT;
CREATE INDEX push_subscriptions_by_user ON push_subscriptions (group_id, user_id);
