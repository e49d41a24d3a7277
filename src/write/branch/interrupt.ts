const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Cleans up when the run is told to end, and ends as the signal would have it. A second signal does not wait.
 * Gives what takes this back.
 */
export function onInterrupt(clean: () => Promise<void>): () => void {
  const listen = (signal: NodeJS.Signals): void => {
    forget();
    void clean().finally(() => process.kill(process.pid, signal));
  };
  const forget = (): void => SIGNALS.forEach((signal) => process.removeListener(signal, listen));
  SIGNALS.forEach((signal) => process.on(signal, listen));
  return forget;
}
