using PaymentHub.Reference;

namespace PaymentHub.BankExchange.Partners;

/// <summary>
/// The types of files that a sender may hand in: what its agreement says, and where there is none, what its profile
/// says that it can send.
/// </summary>
public sealed class AgreedTypes(PartnerBanks banks, BankProfiles profiles)
{
    /// <summary>A type, or the beginning of its name; <see cref="CashReport"/> for lists of pay-outs.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string institution, CancellationToken cancellation) =>
        (await banks.FindAsync(institution, cancellation))?.Terms is { FormatsIn.Length: > 0 } terms
            ? terms.FormatsIn
            : profiles.SendsOf(institution);

    /// <summary>The word of an agreement for the post office's lists, whatever table they are written as.</summary>
    public const string CashReport = "cash-report";
}
