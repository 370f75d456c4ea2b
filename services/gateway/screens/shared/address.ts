/** What the page's address says besides; what could not be a name is left out. */
const asked = new URLSearchParams(location.search);
const ID = /^[a-z0-9-]{1,32}$/;

/** `?till=bar`: for the approval at the screen itself. */
export function askedTill(): string | undefined {
  const till = asked.get('till') || '';
  return ID.test(till) ? till : undefined;
}

/** `?station=grill,fryer`: as above. */
export function askedStations(): string[] | undefined {
  const stations = (asked.get('station') || '').split(',').filter((station) => ID.test(station));
  return stations.length > 0 ? stations : undefined;
}

/** `?name=Grill, left`: how the screen introduces itself. */
export function askedName(): string | undefined {
  return (asked.get('name') || '').trim().slice(0, 40) || undefined;
}

/** `?theme=dark`, else as the device is set, where it can say so. */
export function followTheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const theme = asked.get('theme');
  const wanted = theme === 'dark' || theme === 'light' ? theme : undefined;
  const put = () => {
    document.documentElement.dataset.theme = wanted ?? (dark.matches ? 'dark' : 'light');
  };
  dark.addListener(put); // Safari 12 knows no other
  put();
}
