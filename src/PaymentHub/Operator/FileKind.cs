using System.Runtime.InteropServices;
using System.Text;

namespace PaymentHub.Operator;

/// <summary>
/// Whether a path leads to bytes that end. To open a named pipe waits for a writer, perhaps for ever, and a device may
/// never end; .NET tells neither from a file, so the system is asked.
/// </summary>
internal static class FileKind
{
    private const int CurrentFolder = -100;
    private const uint WantsType = 1;
    private const int ResultBytes = 256;

    // The kernel's structure is the same on every processor: the mode stands at byte 28.
    private const int ModeAt = 28;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>
    /// True for regular files, and for what the system itself hands over below /dev and /proc (the shell's
    /// <c>&lt;(…)</c>); also where nothing can be found out, so that opening says what is wrong.
    /// </summary>
    public static bool IsOfBytes(string path)
    {
        if (!OperatingSystem.IsLinux()) return true;
        if (path.StartsWith("/dev/fd/", StringComparison.Ordinal) || path is "/dev/stdin") return true;
        var result = new byte[ResultBytes];
        return Statx(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, WantsType, result) != 0
            || (BitConverter.ToUInt16(result, ModeAt) & TypeMask) == RegularFile;
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder, byte[] path, int flags, uint mask, [Out] byte[] result);
}
