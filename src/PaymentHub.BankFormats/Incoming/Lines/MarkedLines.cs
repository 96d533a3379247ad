namespace PaymentHub.BankFormats.Incoming.Lines;

/// <summary>
/// Lines as home banking dialogues carry them: two at signs for each line end. They become line ends again, byte for
/// byte, so that places in the file stay what they are.
/// </summary>
internal sealed class MarkedLines(Stream inner) : ForwardStream
{
    private const byte Sign = (byte)'@';

    // A sign at the end of what was read, whose partner may come next.
    private bool _isHalf;

    /// <summary>Whether a file that begins so is written in this way.</summary>
    public static bool IsIn(ReadOnlySpan<byte> head) => head.TrimStart(" \t\r\n"u8).StartsWith("@@:"u8);

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            var from = 0;
            if (_isHalf) buffer[from++] = Sign;
            var count = inner.Read(buffer[from..]);
            if (count == 0)
            {
                _isHalf = false;
                return from;
            }

            var length = Replace(buffer[..(from + count)]);
            if (length > 0) return length;
        }
    }

    private int Replace(Span<byte> read)
    {
        _isHalf = false;
        for (var at = 0; at < read.Length; at++)
        {
            if (read[at] != Sign) continue;
            if (at + 1 == read.Length)
            {
                _isHalf = true;
                return at;
            }

            if (read[at + 1] != Sign) continue;
            (read[at], read[at + 1]) = ((byte)'\r', (byte)'\n');
            at++;
        }

        return read.Length;
    }
}
