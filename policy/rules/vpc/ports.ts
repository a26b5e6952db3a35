/** Secure shell. */
export const SHELL_PORTS = [22] as const;

/** Windows' remote desktop. */
export const DESKTOP_PORTS = [3389] as const;

/** Other ways to run commands: telnet, WinRM, VNC, Docker, kubelet, etcd. */
export const COMMAND_PORTS = [23, 5985, 5986, 5900, 2375, 2376, 10_250, 2379] as const;

/**
 * Databases, caches, searches and brokers: MySQL, PostgreSQL, SQL Server, Oracle, MongoDB, Redis, Memcached,
 * Cassandra, …
 */
export const DATA_PORTS = [
  1433, 1434, 1521, 3306, 4333, 5432, 5439, 5500, 5984, 6379, 7000, 7001, 8086, 9042, 9092, 9200, 9300, 11_211, 27_017,
  27_018, 50_000,
] as const;

/** Files, directories and remote procedures: FTP, RPC, NetBIOS, SMB, NFS, LDAP, rsync, mail boxes. */
export const FILE_PORTS = [20, 21, 25, 110, 111, 135, 137, 138, 139, 143, 389, 445, 636, 873, 2049] as const;

/** All ports that have a rule of their own. */
export const RULED_PORTS: readonly number[] = [
  ...SHELL_PORTS,
  ...DESKTOP_PORTS,
  ...COMMAND_PORTS,
  ...DATA_PORTS,
  ...FILE_PORTS,
];
