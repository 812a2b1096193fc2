using System.Runtime.InteropServices;

namespace Thumbs.Pool.Sandboxing;

/// <summary>A system call that a worker does not need, by its number on both processors; -1 where there is none.</summary>
public sealed record SystemCall(int X64, int Arm64)
{
    /// <summary>Calls since 2019 have one number on all processors.</summary>
    public SystemCall(int everywhere)
        : this(everywhere, everywhere)
    {
    }

    public int Here => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? X64 : Arm64;
}

/// <summary>The numbers of system calls, as in asm/unistd.h of each processor.</summary>
public static class SystemCalls
{
    public static readonly SystemCall
        Capget = new(125, 90), Capset = new(126, 91), Clone = new(56, 220), Clone3 = new(435), Seccomp = new(317, 277);

    /// <summary>What starts a program or a process: execve, execveat, fork, vfork.</summary>
    public static readonly SystemCall[] Starting = [new(59, 221), new(322, 281), new(57, -1), new(58, -1)];

    /// <summary>What a decoder never does and an attacker could use.</summary>
    public static readonly SystemCall[] Unwanted =
    [
        // socket, socketpair, io_uring_setup, io_uring_enter, io_uring_register: the last three make sockets too.
        new(41, 198), new(53, 199), new(425), new(426), new(427),
        // ptrace, process_vm_readv, process_vm_writev, pidfd_send_signal, pidfd_open, pidfd_getfd, kcmp, process_madvise, process_mrelease
        new(101, 117), new(310, 270), new(311, 271), new(424), new(434), new(438), new(312, 272), new(440), new(448),
        // chmod, fchmod, fchmodat, fchmodat2, chown, fchown, lchown, fchownat, utime, utimes, futimesat, utimensat: Landlock has no say in them.
        new(90, -1), new(91, 52), new(268, 53), new(452), new(92, -1), new(93, 55), new(94, -1), new(260, 54),
        new(132, -1), new(235, -1), new(261, -1), new(280, 88),
        // truncate, setxattr, lsetxattr, fsetxattr, removexattr, lremovexattr, fremovexattr, setxattrat, removexattrat, file_setattr: nor in these, in older kernels.
        new(76, 45), new(188, 5), new(189, 6), new(190, 7), new(197, 14), new(198, 15), new(199, 16), new(463), new(466), new(469),
        // shmget, shmat, shmctl, semget, semop, semctl, semtimedop, msgget, msgsnd, msgrcv, msgctl, mq_open, mq_unlink
        new(29, 194), new(30, 196), new(31, 195), new(64, 190), new(65, 193), new(66, 191), new(220, 192),
        new(68, 186), new(69, 189), new(70, 188), new(71, 187), new(240, 180), new(241, 181),
        // add_key, request_key, keyctl, bpf, perf_event_open, userfaultfd, fanotify_init, memfd_secret, syslog, personality
        new(248, 217), new(249, 218), new(250, 219), new(321, 280), new(298, 241), new(323, 282), new(300, 262), new(447), new(103, 116), new(135, 92),
        // unshare, setns, chroot, pivot_root, mount, umount2, open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr
        new(272, 97), new(308, 268), new(161, 51), new(155, 41), new(165, 40), new(166, 39),
        new(428), new(429), new(430), new(431), new(432), new(433), new(442),
        // name_to_handle_at, open_by_handle_at, init_module, finit_module, delete_module, kexec_load, reboot, swapon, acct, quotactl
        new(303, 264), new(304, 265), new(175, 105), new(313, 273), new(176, 106), new(246, 104), new(169, 142), new(167, 224), new(163, 89), new(179, 60),
    ];
}
