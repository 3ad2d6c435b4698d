-- Whoever posts waits for the wallets for less time than the app waits for the database (four seconds): the commit may travel with
-- the posting (decision 177), and a wait that ends is a plain no, where one that is given up could still be committed.
alter function private.keep_ledger_balances() set lock_timeout = '3s';--> statement-breakpoint
-- A network that has swallowed the end of a transaction keeps its locks no longer than that. Nothing of ours thinks for a second in one.
alter role alcazar_app set idle_in_transaction_session_timeout = '10s';
