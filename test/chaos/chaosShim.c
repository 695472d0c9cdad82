/*
 * Stands between a process and the C library (LD_PRELOAD), for the files of one folder only: it writes down every change to
 * them and every sync, in order, and fails the calls that it is told to fail. Built on the spot by buildShim.ts.
 *
 *   CHAOS_FOLDER  absolute path of the folder; locks (-lock) in it are left alone, and shared memory (-shm) and what lies
 *                 in folders of it (backups) is not logged
 *   CHAOS_LOG     file that gets the log; without it nothing is logged
 *   CHAOS_SYNC    full (default): syncs are what they are.
 *                 off: no sync is done or logged, whoever asks for it, as with `synchronous = OFF`.
 *                 normal: as with `synchronous = NORMAL`, the write-ahead log is synced when its header was written, and
 *                 when a checkpoint begins, that is before the next write to the database; a sync that ends a commit is held
 *                 back until then.
 *
 * A process gives orders by opening CHAOS_FOLDER/orders and writing, one order a write:
 *   ack TEXT                   logs TEXT: what has been promised at this moment
 *   fail CLASS N ERRNO TIMES   the N-th call from now of CLASS (write: write, pwrite, ftruncate; sync: fsync, fdatasync) on
 *                              a file of the folder fails; TIMES 1: only that one, 0: all from then on.
 *                              A write that fails for want of space writes its first half, as a full disk does. With ERRNO 0
 *                              the process does not come back from the call: it is killed instead of it.
 *   slow MS                    every sync of a file of the folder takes so much longer from now on
 *   calm                       nothing fails any more, and nothing is slow
 * The file of orders itself gets a line for every call that failed.
 *
 * Log: records of nine 32-bit words (little-endian: kind, three of two words each: file, offset, length; two unused), then
 * as many bytes as the last of the words says.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPENED = 1, WRITTEN, CUT, SYNCED, UNLINKED, RENAMED, LINKED, ACKNOWLEDGED };
enum { NONE, FOLDER, DATABASE, WAL, OTHER, UNLOGGED, ORDERS };
enum { MOST_FDS = 4096 };
enum { SYNC_FULL, SYNC_NORMAL, SYNC_OFF };

static const char *folder;
static size_t folder_length;
static int log_fd = -1;
static int sync_level = SYNC_FULL;
static unsigned char kinds[MOST_FDS];
static uint64_t files[MOST_FDS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int orders_fd = -1;
static long slow_ms;
static uint64_t held_wal;
static int is_wal_header_unsynced;

static struct {
  int is_armed, is_write, error, only_once, is_spent, is_half_done;
  long left;
} fault;

static void start(void) __attribute__((constructor));
static void start(void) {
  const char *level = getenv("CHAOS_SYNC");
  const char *path = getenv("CHAOS_LOG");
  folder = getenv("CHAOS_FOLDER");
  folder_length = folder ? strlen(folder) : 0;
  if (level && strcmp(level, "off") == 0) sync_level = SYNC_OFF;
  if (level && strcmp(level, "normal") == 0) sync_level = SYNC_NORMAL;
  if (path) log_fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

static void note(uint32_t kind, uint64_t file, uint64_t offset, uint64_t length, const void *bytes, size_t count) {
  if (log_fd < 0) return;
  uint32_t head[9] = {kind, (uint32_t)file, (uint32_t)(file >> 32), (uint32_t)offset, (uint32_t)(offset >> 32),
                      (uint32_t)length, (uint32_t)(length >> 32), 0, (uint32_t)count};
  struct iovec parts[2] = {{head, sizeof head}, {(void *)bytes, count}};
  if (syscall(SYS_writev, log_fd, parts, 2) != (long)(sizeof head + count)) abort();
}

static int ends_in(const char *path, const char *end) {
  size_t long_enough = strlen(end), length = strlen(path);
  return length >= long_enough && strcmp(path + length - long_enough, end) == 0;
}

static int kind_of(const char *path) {
  if (!folder || !path || strncmp(path, folder, folder_length) != 0) return NONE;
  const char *rest = path + folder_length;
  if (*rest == 0) return FOLDER;
  if (*rest != '/') return NONE;
  if (strcmp(rest, "/orders") == 0) return ORDERS;
  if (ends_in(rest, "-lock")) return NONE;
  if (ends_in(rest, "-shm") || strchr(rest + 1, '/')) return UNLOGGED;
  if (ends_in(rest, "-wal")) return WAL;
  if (ends_in(rest, ".holdpoint")) return DATABASE;
  return OTHER;
}

static int is_file(int kind) { return kind == DATABASE || kind == WAL || kind == OTHER; }

static int kind_of_fd(int fd) { return fd >= 0 && fd < MOST_FDS ? kinds[fd] : NONE; }

static void opened(int fd, const char *path, int is_new) {
  int kind = kind_of(path);
  if (fd < 0 || fd >= MOST_FDS) return;
  kinds[fd] = (unsigned char)kind;
  if (kind == NONE || kind == ORDERS) return;
  struct stat found;
  if (fstat(fd, &found) != 0) abort();
  files[fd] = found.st_ino;
  if (S_ISDIR(found.st_mode) && kind != FOLDER) kinds[fd] = UNLOGGED;
  else if (is_file(kind)) note(OPENED, found.st_ino, 0, (uint64_t)is_new, path, strlen(path));
}

/* What becomes of a call of this class on this file: 0 goes on, 1 fails with errno set, 2 writes its first half. */
static int fate(int fd, int is_write, size_t count) {
  int kind = kind_of_fd(fd);
  if (!fault.is_armed || fault.is_write != is_write || (!is_file(kind) && kind != UNLOGGED && kind != FOLDER)) return 0;
  if (fault.is_half_done) fault.is_half_done = 0;
  else if (fault.left > 1) {
    fault.left -= 1;
    return 0;
  } else if (fault.is_spent && fault.only_once) return 0;
  else if (fault.error == ENOSPC && count > 1) {
    fault.is_half_done = fault.is_spent = 1;
    return 2;
  }
  fault.is_spent = 1;
  if (fault.error == 0) raise(SIGKILL);
  if (syscall(SYS_write, orders_fd, "failed\n", 7) != 7) abort();
  errno = fault.error;
  return 1;
}

static void obey(int fd, const char *order, size_t count) {
  char text[256] = {0}, class[16] = {0};
  long place = 0;
  int error = 0, times = 0;
  orders_fd = fd;
  memcpy(text, order, count < sizeof text ? count : sizeof text - 1);
  if (strncmp(text, "ack ", 4) == 0) note(ACKNOWLEDGED, 0, 0, 0, text + 4, strlen(text) - 4);
  else if (strncmp(text, "calm", 4) == 0) {
    memset(&fault, 0, sizeof fault);
    slow_ms = 0;
  } else if (sscanf(text, "slow %ld", &slow_ms) == 1) return;
  else if (sscanf(text, "fail %15s %ld %d %d", class, &place, &error, &times) == 4) {
    memset(&fault, 0, sizeof fault);
    fault.is_armed = 1;
    fault.is_write = strcmp(class, "write") == 0;
    fault.left = place;
    fault.error = error;
    fault.only_once = times == 1;
  } else abort();
}

static void written(int fd, const void *bytes, ssize_t count, uint64_t offset) {
  int kind = kind_of_fd(fd);
  if (count <= 0 || !is_file(kind)) return;
  if (kind == DATABASE && held_wal != 0) {
    note(SYNCED, held_wal, 0, 0, NULL, 0);
    held_wal = 0;
  }
  if (kind == WAL && offset == 0) is_wal_header_unsynced = 1;
  note(WRITTEN, files[fd], offset, (uint64_t)count, bytes, (size_t)count);
}

static ssize_t write_at(int fd, const void *bytes, size_t count, off64_t offset) {
  static ssize_t (*real)(int, const void *, size_t, off64_t);
  if (!real) real = next("pwrite64");
  if (kind_of_fd(fd) == NONE) return real(fd, bytes, count, offset);
  pthread_mutex_lock(&lock);
  int becomes = fate(fd, 1, count);
  ssize_t done = becomes == 1 ? -1 : real(fd, bytes, becomes == 2 ? count / 2 : count, offset);
  int error = errno;
  written(fd, bytes, done, (uint64_t)offset);
  pthread_mutex_unlock(&lock);
  errno = error;
  return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) { return write_at(fd, bytes, count, offset); }
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) { return write_at(fd, bytes, count, offset); }

ssize_t write(int fd, const void *bytes, size_t count) {
  static ssize_t (*real)(int, const void *, size_t);
  if (!real) real = next("write");
  int kind = kind_of_fd(fd);
  if (kind == NONE) return real(fd, bytes, count);
  if (kind == ORDERS) {
    pthread_mutex_lock(&lock);
    obey(fd, bytes, count);
    pthread_mutex_unlock(&lock);
    return (ssize_t)count;
  }
  return write_at(fd, bytes, count, lseek64(fd, 0, SEEK_CUR)) < 0 ? -1 : (lseek64(fd, (off64_t)count, SEEK_CUR), (ssize_t)count);
}

static int cut(int fd, off64_t length) {
  static int (*real)(int, off64_t);
  if (!real) real = next("ftruncate64");
  if (kind_of_fd(fd) == NONE) return real(fd, length);
  pthread_mutex_lock(&lock);
  int failed = fate(fd, 1, 0) == 1 ? -1 : real(fd, length);
  int error = errno;
  if (failed == 0 && is_file(kind_of_fd(fd))) note(CUT, files[fd], 0, (uint64_t)length, NULL, 0);
  pthread_mutex_unlock(&lock);
  errno = error;
  return failed;
}

int ftruncate64(int fd, off64_t length) { return cut(fd, length); }
int ftruncate(int fd, off_t length) { return cut(fd, length); }

static int sync_file(int fd, const char *name) {
  int (*real)(int) = next(name);
  int kind = kind_of_fd(fd);
  if (kind == NONE) return real(fd);
  pthread_mutex_lock(&lock);
  if (slow_ms > 0) usleep((useconds_t)slow_ms * 1000);
  int failed = fate(fd, 0, 0) == 1 ? -1 : 0;
  int error = errno;
  int is_held = sync_level == SYNC_NORMAL && kind == WAL && !is_wal_header_unsynced;
  if (failed == 0 && is_held) held_wal = files[fd];
  if (failed == 0 && !is_held && sync_level != SYNC_OFF) {
    failed = real(fd);
    error = errno;
    if (failed == 0) note(SYNCED, files[fd], 0, 0, NULL, 0);
    if (kind == WAL) is_wal_header_unsynced = 0;
  }
  pthread_mutex_unlock(&lock);
  errno = error;
  return failed;
}

int fsync(int fd) { return sync_file(fd, "fsync"); }
int fdatasync(int fd) { return sync_file(fd, "fdatasync"); }

#define OPEN(name, at)                                                                   \
  {                                                                                      \
    mode_t mode = 0;                                                                     \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                 \
      va_list more;                                                                      \
      va_start(more, flags);                                                             \
      mode = va_arg(more, mode_t);                                                       \
      va_end(more);                                                                      \
    }                                                                                    \
    int is_new = kind_of(path) != NONE && (flags & O_CREAT) && access(path, F_OK) != 0;  \
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);                            \
    pthread_mutex_lock(&lock);                                                           \
    int error = errno;                                                                   \
    opened(fd, path, is_new);                                                            \
    errno = error;                                                                       \
    pthread_mutex_unlock(&lock);                                                         \
    return fd;                                                                           \
  }

int open(const char *path, int flags, ...) OPEN(open, AT_FDCWD)
int open64(const char *path, int flags, ...) OPEN(open64, AT_FDCWD)
int openat(int at, const char *path, int flags, ...) OPEN(openat, at)

int close(int fd) {
  static int (*real)(int);
  if (!real) real = next("close");
  if (fd >= 0 && fd < MOST_FDS) kinds[fd] = NONE;
  return real(fd);
}

static int gone(int failed, const char *path) {
  if (failed == 0 && is_file(kind_of(path))) note(UNLINKED, 0, 0, 0, path, strlen(path));
  return failed;
}

int unlink(const char *path) { return gone((int)syscall(SYS_unlinkat, AT_FDCWD, path, 0), path); }
int unlinkat(int at, const char *path, int flags) { return gone((int)syscall(SYS_unlinkat, at, path, flags), path); }
int remove(const char *path) {
  int failed = unlink(path);
  return failed != 0 && errno == EISDIR ? rmdir(path) : failed;
}

static int moved(uint32_t kind, int failed, const char *from, const char *to) {
  if (failed != 0 || !is_file(kind_of(from))) return failed;
  char both[8192];
  int count = snprintf(both, sizeof both, "%s\n%s", from, to);
  note(kind, 0, 0, 0, both, (size_t)count);
  return 0;
}

int rename(const char *from, const char *to) {
  return moved(RENAMED, (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), from, to);
}
int link(const char *from, const char *to) {
  return moved(LINKED, (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0), from, to);
}
