namespace PaymentHub.Register;

/// <summary>How many bytes a package may still unpack to; a declared size proves nothing.</summary>
internal sealed class UnpackBudget(long bytes)
{
    private long _left = bytes;

    public void Take(int read)
    {
        _left -= read;
        if (_left < 0) throw WorkbookRules.Refuse(WorkbookRules.TooLarge, "unpacked bytes");
    }
}

/// <summary>Reads on until one of its budgets is used up.</summary>
internal sealed class BudgetStream(Stream inner, params UnpackBudget[] budgets) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        foreach (var budget in budgets) budget.Take(read);
        return read;
    }

    /// <summary>Unpacks everything, so that the budgets have seen it.</summary>
    public void Drain()
    {
        var buffer = new byte[81920];
        while (Read(buffer) > 0)
        {
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
