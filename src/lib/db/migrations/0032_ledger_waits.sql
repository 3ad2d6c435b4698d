-- Whoever posts waits for the wallets for less time than the app waits for the database (four seconds): the commit may travel with
-- the posting (decision 177), and a wait that ends is a plain no, where one that is given up could still be committed.
alter function private.keep_ledger_balances() set lock_timeout = '3s';
