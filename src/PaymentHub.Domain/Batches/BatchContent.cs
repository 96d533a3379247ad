using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PaymentHub.Domain.Batches;

/// <summary>
/// The content hash of a batch: SHA-256 over every payment that takes part and every line of it, each field
/// length-prefixed. An approver signs it; release recomputes it from the events, so nothing can change between the two
/// unseen.
/// </summary>
public static class BatchContent
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string Hash(PaymentBatch batch)
    {
        using var hash = new FieldHash();
        hash.Add(batch.Key.Code);
        hash.Add(batch.Prepared.Source);
        // What was voided after the approval was signed too.
        foreach (var payment in batch.Payments.Where(p => p.Status != PaymentStatus.Removed))
            AddPayment(hash, payment.Placed);
        foreach (var line in batch.Lines)
        {
            if (batch.Payments[line.No].Status != PaymentStatus.Removed) AddLine(hash, line);
        }

        return hash.Finish();
    }

    private static void AddPayment(FieldHash hash, PlacedPayment p)
    {
        hash.Add(p.No);
        hash.Add(p.EndToEndId);
        hash.Add(p.Payee.ToString("N"));
        hash.Add(p.Amount.Dong);
        hash.Add(p.Payout.Method.ToString());
        hash.Add(p.Payout.BankBin ?? "");
        hash.Add(p.Payout.Account ?? "");
        hash.Add(p.Payout.HolderName ?? "");
        hash.Add(p.Payout.PayeeName);
        if (p.OtherSources is not { } others) return;
        hash.Add("sources");
        hash.Add(others.Length);
        foreach (var (source, amount) in others)
        {
            hash.Add(source);
            hash.Add(amount.Dong);
        }
    }

    private static void AddLine(FieldHash hash, PlacedLine l)
    {
        hash.Add(l.No);
        hash.Add(l.Entitlement.ToString("N"));
        hash.Add(l.Kind.ToString());
        hash.Add(PeriodIso.Format(l.FirstMonth));
        hash.Add(PeriodIso.Format(l.LastMonth));
        hash.Add(l.Amount.Dong);
    }

    private sealed class FieldHash : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _buffer = new byte[4096];

        public void Add(long value) => Add(value.ToString(CultureInfo.InvariantCulture));

        public void Add(string text)
        {
            var needed = Encoding.UTF8.GetByteCount(text);
            var bytes = needed + 4 <= _buffer.Length ? _buffer : new byte[needed + 4];
            BitConverter.TryWriteBytes(bytes, System.Net.IPAddress.HostToNetworkOrder(needed));
            Encoding.UTF8.GetBytes(text, bytes.AsSpan(4));
            _hash.AppendData(bytes, 0, needed + 4);
        }

        public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public void Dispose() => _hash.Dispose();
    }
}
