/**
 * Which modules share a file in the browser's half. Left alone, each component and each sentence that two pages share is a
 * file of its own, and the first navigation asks for fifty of them, six at a time. So: one file for the components that
 * pages share, and one for the messages of each feature (the prefix of the key). Everything else is Qwik's to cut.
 */
export function browserChunk(id: string): string | undefined {
  if (/\/src\/components\/[^/]+$/.test(id)) return 'components';
  if (/\/src\/lib\/i18n\/(locale\.ts|paraglide\/(runtime|registry|messages)\.js)$/.test(id))
    return 'messages-common';
  const [, feature] = /\/src\/lib\/i18n\/paraglide\/messages\/([a-z0-9]+)_[^/]*$/.exec(id) ?? [];
  return feature && `messages-${feature}`;
}
