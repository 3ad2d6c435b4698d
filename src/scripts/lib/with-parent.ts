/**
 * Preloaded into every process a script starts (bun-child.ts): when the parent ends, however it ends, its end of
 * standard input closes, and this process is asked to stop. No orphan outlives a SIGKILL.
 */
const PATIENCE_MS = 15_000;

// Workers of this process inherit the preload; they end with this process, and their input is not a lifeline.
if (process.env.ALCAZAR_PARENT === String(process.ppid)) {
  process.stdin.resume().once('end', stop).once('close', stop).once('error', stop);
  process.stdin.unref();
}

let isStopping = false;

function stop() {
  if (isStopping) return;
  isStopping = true;
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
}
