-- Callers' keys had a row each, for good; now those of the last day stand in pages. What was there is not looked at any more.
DELETE FROM grain_state WHERE state_name = 'request-key';
