/** The host of `host`, `host:port`, `[::1]:port`; lower case, without brackets and a final dot. */
export function hostOf(text: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(text)?.[1];
  // An IPv6 address without brackets has several colons and no port.
  const host = bracketed ?? (/:.*:/.test(text) ? text : text.replace(/:\d*$/, ''));
  return host.toLowerCase().replace(/\.$/, '');
}

/** Whether a host, with or without a port, is this machine. */
export function isLoopback(name: string): boolean {
  const host = hostOf(name);
  return (
    host === '' || // An address without a host is this machine: redis:///0.
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    // Only the dotted form: what else resolves to 127/8 differs between systems.
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
  );
}
