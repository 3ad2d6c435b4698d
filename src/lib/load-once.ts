/**
 * A loader that loads each name once, however many ask at a time, and keeps what came. What failed is not kept: the next who
 * asks tries again. Throws what `load` throws.
 */
export function loadOnce<Name, T>(load: (name: Name) => Promise<T>): (name: Name) => Promise<T> {
  const kept = new Map<Name, Promise<T>>();
  return (name) => {
    const known = kept.get(name);
    if (known) return known;
    const loading = load(name);
    kept.set(name, loading);
    loading.catch(() => kept.delete(name));
    return loading;
  };
}
