namespace PaymentHub.BankExchange.Seals;

/// <summary>A stream for readers that close what they read: its owner goes on with it.</summary>
internal sealed class LentStream(Stream owned) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => owned.Length;

    public override long Position
    {
        get => owned.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => owned.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => owned.Read(buffer);

    public override void Flush()
    {
        // Nothing is written here.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
