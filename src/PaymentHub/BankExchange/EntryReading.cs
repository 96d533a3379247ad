using NodaTime;
using PaymentHub.BankFormats;
using PaymentHub.BankFormats.Camt053;
using PaymentHub.BankFormats.PostOffice;
using PaymentHub.Domain;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Reconciliation;

namespace PaymentHub.BankExchange;

/// <summary>What a file of an institution turned out to be.</summary>
public sealed record ReadBankFile(
    FileOutcome Outcome, IReadOnlyList<BankEntry> Entries, StatementFacts[] Statements, string? OriginalMessageId);

/// <summary>
/// Turns the codecs' records into the ledger's entries and classifies what needs no partner: charges, treasury funding,
/// unspent advances, returns. The same bytes always give the same entries, so the file is read again where they are
/// needed.
/// </summary>
public static class EntryReading
{
    private const string AdvanceBack = "HOAN TAM UNG ";

    private static readonly string[] FundingWords = ["KBNN", "CAP KINH PHI"];

    /// <summary>A statement whose bytes have this hash.</summary>
    public static ReadBankFile Statement(byte[] bytes, string sha256)
    {
        var entries = new List<BankEntry>();
        using var stream = new MemoryStream(bytes);
        var result = Camt053Reader.ReadAll(stream, (_, entry) => Add(entries, entry), sha256: sha256);
        var statements = result.Statements.Select(s => new StatementFacts(
            s.Account, s.Id, s.SequenceNumber, s.From, s.To ?? s.Closing?.Date, new Money(s.Opening?.Amount ?? 0),
            new Money(s.Closing?.Amount ?? 0))).ToArray();
        return new ReadBankFile(result.Outcome, InPasses(entries), statements, null);
    }

    public static ReadBankFile CashReport(byte[] bytes, string fileName)
    {
        using var stream = new MemoryStream(bytes);
        var result = PaidReportReader.Read(stream);
        var isNamed = PaidReportName.TryParse(fileName, out var messageId, out var reported);
        var entries = result.Lines.Select((line, no) => new BankEntry(
            no, line.Status == PaidStatus.Paid ? EntryClass.Payment : EntryClass.Uncollected,
            line.Status == PaidStatus.Paid, new Money(line.Amount), line.PaidOn ?? reported,
            line.OrderCode, line.OrderCode,
            null, null, line.Status == PaidStatus.Paid ? null : "CNPC", null)).ToList();
        return new ReadBankFile(result.Outcome, entries, [], isNamed ? messageId : null);
    }

    // References first: an entry that names its payment must not lose it to one that only fits by account and amount.
    private static List<BankEntry> InPasses(List<BankEntry> entries) =>
        [.. entries.OrderBy(e => e.EndToEndId is null && e.BatchBooking is null ? 1 : 0).ThenBy(e => e.No)];

    private static void Add(List<BankEntry> entries, StatementEntry entry)
    {
        if (!entry.IsBooked) return;
        var date = entry.ValueDate ?? entry.BookingDate ?? default;
        if (entry.Details.Count <= 1)
        {
            entries.Add(EntryOf(
                entries.Count, entry, entry.Details.Count == 1 ? entry.Details[0] : null, Math.Abs(entry.Amount),
                date));
            return;
        }

        foreach (var detail in entry.Details)
        {
            entries.Add(EntryOf(entries.Count, entry, detail, detail.Amount ?? 0, date));
        }
    }

    private static BankEntry EntryOf(
        int no, StatementEntry entry, TransactionDetail? detail, long amount, LocalDate date)
    {
        var text = detail?.Remittance ?? entry.AdditionalInformation ?? "";
        var isDebit = entry.Amount < 0;
        var booking = isDebit && entry.Details.Count == 0 ? entry.Batch?.PaymentInformationId : null;
        return new BankEntry(
            no, ClassOf(entry, detail, text, isDebit), isDebit, new Money(amount), date,
            entry.BankReference ?? detail?.BankReference ?? entry.EntryReference ?? "", detail?.EndToEndId,
            detail?.CreditorAccount, booking, detail?.ReturnReason, MessageIdIn(text));
    }

    private static EntryClass ClassOf(StatementEntry entry, TransactionDetail? detail, string text, bool isDebit)
    {
        var code = entry.Code;
        var isCharge = code.SubFamily == "CHRG" || code.Family == "CHRG" || code.Proprietary is "NCHG" or "CHRG";
        if (isDebit) return isCharge ? EntryClass.Charge : EntryClass.Payment;
        if (detail?.ReturnReason is not null || code.SubFamily == "RRTN") return EntryClass.Return;
        if (text.StartsWith(AdvanceBack, StringComparison.Ordinal)) return EntryClass.AdvanceReturned;
        var isFunding = FundingWords.All(w => text.Contains(w, StringComparison.Ordinal));
        return isFunding ? EntryClass.Funding : EntryClass.OtherCredit;
    }

    private static string? MessageIdIn(string text) =>
        text.StartsWith(AdvanceBack, StringComparison.Ordinal) ? text[AdvanceBack.Length..].Split(' ')[0] : null;
}
