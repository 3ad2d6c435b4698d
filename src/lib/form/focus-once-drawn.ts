/** A slow phone draws the answer some frames after it came. */
const FRAMES = 120;

/**
 * Moves the cursor to what `find` finds once the answer of a form is drawn, and not at all when its owner has gone to
 * another field by then: what they type next must not land somewhere else.
 */
export function focusOnceDrawn(find: () => HTMLElement | null | undefined): void {
  const left = document.activeElement;
  const goneOn = () => document.activeElement !== left && document.activeElement !== document.body;
  const look = (frames: number) => {
    if (goneOn()) return;
    const place = find();
    if (place) place.focus();
    else if (frames > 0) requestAnimationFrame(() => look(frames - 1));
  };
  // Two frames at least: until then the fields stand there as they were.
  requestAnimationFrame(() => requestAnimationFrame(() => look(FRAMES)));
}
