/** A line of /proc/self/mountinfo. */
export interface Mount {
  /** `8:1`, as /sys numbers devices; of btrfs and the like a number of their own. */
  number: string;
  /** `/dev/sda1`, or a name that is no device. */
  source: string;
  at: string;
  filesystem: string;
  read_only: boolean;
}

/** Spaces, tabs, line ends and backslashes come as `\040` and the like. */
const plain = (field: string) =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** Everything that is mounted; where several are at one place only the last is seen. */
export function mountsOf(mountinfo: string): Mount[] {
  const all = mountinfo.split('\n').flatMap((line): Mount[] => {
    const [before = '', after] = line.split(' - ');
    const [, , number, , at, options = ''] = before.split(' ');
    const [filesystem = '', source = '', whole = ''] = after?.split(' ') ?? [];
    if (!number || !at || !filesystem) return [];
    const read_only = [...options.split(','), ...whole.split(',')].includes('ro');
    return [{ number, source: plain(source), at: plain(at), filesystem, read_only }];
  });
  return [...new Map(all.map((mount) => [mount.at, mount])).values()];
}
