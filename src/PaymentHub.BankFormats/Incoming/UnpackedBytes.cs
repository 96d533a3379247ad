namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// How much a package may unpack to, all its parts together: neither more than a file may have nor far more than it is.
/// Parts that share packed bytes are counted each.
/// </summary>
internal sealed class UnpackedBytes(ReadContext read, Func<long> packedBytes, long most)
{
    // Bank files shrink to a twentieth or so; what shrinks to less than a two-hundredth is made to burst.
    private const long MostPerPackedByte = 200;
    private const long AlwaysAllowed = 16 * 1024 * 1024;

    private long _bytes;

    /// <summary>A part's bytes, ended where they are too many.</summary>
    public Stream Of(Stream part) => new Counted(part, this);

    private void Count(int bytes)
    {
        _bytes += bytes;
        if (_bytes <= most && (_bytes <= AlwaysAllowed || _bytes / MostPerPackedByte <= packedBytes())) return;
        throw read.Findings.Stop(
            0, "", FileReason.LimitExceeded, "Tệp nén giải ra quá lớn so với dung lượng nén.",
            "A package that unpacks to far more than it is.");
    }

    private sealed class Counted(Stream part, UnpackedBytes all) : ForwardStream
    {
        private bool _ended;

        public override int Read(Span<byte> buffer)
        {
            if (_ended) return 0;
            var count = part.Read(buffer);
            _ended = true;
            all.Count(count);
            _ended = false;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) part.Dispose();
            base.Dispose(disposing);
        }
    }
}
