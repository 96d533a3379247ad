namespace PaymentHub.BankFormats.Incoming;

/// <summary>Bank transaction code (<c>BkTxCd</c>): ISO domain, family, sub-family, and the bank's own.</summary>
public sealed record TransactionCode(string? Domain, string? Family, string? SubFamily, string? Proprietary)
{
    public static TransactionCode None { get; } = new(null, null, null, null);
}
