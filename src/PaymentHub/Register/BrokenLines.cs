using System.Buffers;
using System.Text.Unicode;
using PaymentHub.Storage;

namespace PaymentHub.Register;

/// <summary>
/// Lines whose bytes are no UTF-8. Bytes are checked by line, so that the report names the lines and the rest of the
/// file is still examined.
/// </summary>
public static class BrokenLines
{
    private const int Block = 1 << 16;

    // No row of any register is as long; what is longer is judged piece by piece.
    private const int LongestLine = 1 << 23;

    /// <summary>The numbers of the lines, from 1; a file in UTF-8 has none.</summary>
    public static IReadOnlySet<int> In(FileContent content)
    {
        var broken = new HashSet<int>();
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            using var stream = content.Open();
            var (filled, line) = (0, 1);
            while (true)
            {
                if (filled == buffer.Length) buffer = Grown(buffer);
                var read = stream.Read(buffer, filled, buffer.Length - filled);
                filled += read;
                var whole = WholeLines(buffer.AsSpan(0, filled), read == 0);
                line = Check(buffer.AsSpan(0, whole), line, broken);
                if (read == 0) return broken;
                buffer.AsSpan(whole, filled - whole).CopyTo(buffer);
                filled -= whole;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int WholeLines(ReadOnlySpan<byte> bytes, bool isLast) =>
        isLast || bytes.Length >= LongestLine ? bytes.Length : bytes.LastIndexOf((byte)'\n') + 1;

    private static int Check(ReadOnlySpan<byte> bytes, int line, HashSet<int> broken)
    {
        var ends = bytes.Count((byte)'\n');
        if (Utf8.IsValid(bytes)) return line + ends;
        var number = line;
        foreach (var part in bytes.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(bytes[part])) broken.Add(number);
            number++;
        }

        return line + ends;
    }

    private static byte[] Grown(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
