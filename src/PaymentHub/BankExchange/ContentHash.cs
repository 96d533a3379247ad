using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using PaymentHub.BankFormats.Incoming;

namespace PaymentHub.BankExchange;

/// <summary>
/// A hash over what was read of a file instead of over its bytes: the same message with other line ends, indentation or
/// prefixes has the same one, and any other amount, date or reference gives another.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private const int BlockBytes = 32 * 1024;
    private const byte End = 0x1F;
    private const byte None = 0x1E;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[BlockBytes];
    private int _length;

    public void Add(IncomingEntry e)
    {
        Add(e.Amount);
        Add(e.Currency);
        Add(e.Status);
        Add(e.BookingDate);
        Add(e.ValueDate);
        Add(e.Code.SubFamily ?? e.Code.Proprietary);
        Add(e.References);
        Add(e.Counterparty.Account);
        Add(e.Remittance);
        Add(e.Return?.Code);
        if (e.Details.Count < 2) return;
        foreach (var detail in e.Details)
        {
            if (detail.Amount is { } amount) Add(amount);
            Add(detail.References);
            Add(detail.Counterparty.Account);
            Add(detail.Remittance);
            Add(detail.Return?.Code);
        }
    }

    /// <summary>The hash in lower-case hexadecimal, once, with everything that stands beside the entries.</summary>
    public string Finish(Inspection found)
    {
        Add(found.Format);
        foreach (var id in found.MessageIds) Add(id);
        foreach (var s in found.StatementsRead)
        {
            Add(s.Account);
            Add(s.Id);
            Add(s.Sequence);
            Add(s.From);
            Add(s.To);
            Add(s.Opening?.Amount.ToString());
            Add(s.Closing?.Amount.ToString());
        }

        foreach (var answer in found.Answers)
        {
            Add(answer.OriginalMessageId);
            Add(answer.Status);
            Add(answer.Reason?.Code);
            foreach (var batch in answer.Batches)
            {
                Add(batch.PaymentInformationId);
                Add(batch.Status);
                Add(batch.Reason?.Code);
            }
        }

        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Add(IncomingReferences r)
    {
        Add(r.EndToEndId);
        Add(r.BankReference);
        Add(r.EntryReference);
        Add(r.PaymentInformationId);
    }

    private void Add(ExactAmount amount)
    {
        Span<char> text = stackalloc char[64];
        var length = 0;
        // The same digits, which 64 bits give several times as fast.
        if (amount.Units >= long.MinValue && amount.Units <= long.MaxValue)
            ((long)amount.Units).TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        else
            amount.Units.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        Append(text[..length]);
        Append([(char)('0' + amount.Scale)]);
    }

    private void Add(LocalDate? date)
    {
        if (date is not { } day) Byte(None);
        else Add(new ExactAmount((day.Year * 10000) + (day.Month * 100) + day.Day, 0));
    }

    private void Add(string? text)
    {
        if (text is null) Byte(None);
        else Append(text);
    }

    private void Append(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length) + 1;
        if (_buffer.Length - _length < most)
        {
            Flush();
            if (_buffer.Length < most) _buffer = new byte[most];
        }

        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
        _buffer[_length++] = End;
    }

    private void Byte(byte value)
    {
        if (_length == _buffer.Length) Flush();
        _buffer[_length++] = value;
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _length);
        _length = 0;
    }
}
