namespace PaymentHub.BankExchange.Seals;

/// <summary>Writes on until too much was written: a small file may unpack to a large one.</summary>
internal sealed class LimitedStream(Stream inner, long mostBytes) : Stream
{
    private long _written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _written += buffer.Length;
        if (_written > mostBytes)
            throw SealRefusedException.Of(
                SealReason.TooLarge, "", $"Tệp sau khi giải mã lớn hơn {mostBytes} byte.",
                $"The file has more than {mostBytes} bytes when opened.");
        inner.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
