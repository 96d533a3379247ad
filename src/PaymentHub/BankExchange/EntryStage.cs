using NodaTime;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain;
using PaymentHub.Domain.Reconciliation;

namespace PaymentHub.BankExchange;

/// <summary>One movement as it is staged: the ledger's entry, and what the bank wrote beside it.</summary>
internal readonly record struct StagedEntry(
    BankEntry Entry, int Line, string? Account, ExactAmount Amount, string Currency, bool IsBooked, string? Status);

/// <summary>
/// Turns what a file tells into the ledger's entries while it is being read, and classifies what needs no partner:
/// charges, treasury funding, unspent advances, returns. The same bytes always give the same entries.
/// </summary>
/// <param name="reported">The day of a cash report: that of what it says was not handed out.</param>
internal sealed class EntryStage(bool isCash, LocalDate? reported, Action<StagedEntry>? staged)
    : IDisposable
{
    private const string AdvanceBack = "HOAN TAM UNG ";
    private const string NotCollected = "CNPC";

    private static readonly string[] FundingWords = ["KBNN", "CAP KINH PHI"];

    private readonly Dictionary<(string Account, LocalDate Day), FileDay> _days = [];
    private readonly Dictionary<int, (LocalDate First, LocalDate Last)> _periods = [];
    private int _movements;

    public List<BankEntry> Entries { get; } = [];

    public List<AnswerLine> Lines { get; } = [];

    public ContentHash Content { get; } = new();

    /// <summary>Movements that are not kept in memory because there are too many.</summary>
    public bool IsOverfull { get; private set; }

    /// <summary>Booked movements that lack the date which a posting needs.</summary>
    public bool HasUndated { get; private set; }

    /// <summary>Whether everything that is to be posted has a day.</summary>
    public bool IsDated { get; private set; } = true;

    public IReadOnlyList<FileDay> Days => [.. _days.Values];

    /// <summary>The last day on which an entry of this statement was booked, or null.</summary>
    public LocalDate? LastDay(IncomingStatement statement) =>
        _periods.TryGetValue(statement.No, out var period) ? period.Last : null;

    public void Dispose() => Content.Dispose();

    public void Take(IncomingStatement? statement, IncomingEntry entry)
    {
        Content.Add(entry);
        if (statement is null)
            Lines.Add(new AnswerLine(entry.References.EndToEndId, entry.Status, entry.Return?.Code));
        if (!AddsUp(entry))
        {
            Stage(statement, entry, EntryOf(entry, entry.Amount, null), entry.Amount);
            return;
        }

        foreach (var detail in entry.Details)
        {
            var amount = detail.Amount!.Value;
            Stage(statement, entry, EntryOf(entry, amount, detail), amount);
        }
    }

    // Details stand for their entry only where they are all of it: a total is never copied onto them, and what they
    // leave open is never lost.
    private static bool AddsUp(IncomingEntry entry)
    {
        if (entry.Details.Count < 2) return false;
        var sum = ExactAmount.Zero;
        foreach (var detail in entry.Details)
        {
            if (detail.Amount is not { } amount) return false;
            sum += amount;
        }

        return sum == entry.Amount;
    }

    private void Stage(IncomingStatement? statement, IncomingEntry entry, BankEntry movement, ExactAmount amount)
    {
        var isPosted = (entry.IsBooked || isCash) && statement is not null;
        // Of what was not handed out the amount stands beside the entry, whose own is zero.
        var staging = isCash && !entry.IsBooked ? new ExactAmount(movement.Amount.Dong, 0) : amount;
        staged?.Invoke(new StagedEntry(
            movement, entry.Line, statement?.Account, staging, entry.Currency, entry.IsBooked, entry.Status));
        if (!isPosted) return;
        HasUndated |= movement.ValueDate == default && entry.IsBooked;
        IsDated &= movement.ValueDate != default;
        Count(statement!, movement);
        if (Entries.Count < ReadBankFile.MostKept && !IsOverfull)
        {
            Entries.Add(movement);
            return;
        }

        IsOverfull = true;
        Entries.Clear();
    }

    private void Count(IncomingStatement statement, BankEntry e)
    {
        var key = (statement.Account ?? "", e.Day);
        var day = _days.GetValueOrDefault(key) ?? new FileDay(key.Item1, e.Day, 0, 0, 0);
        _days[key] = day with
        {
            Entries = day.Entries + 1,
            Debits = day.Debits + (e.IsDebit ? e.Amount.Dong : 0),
            Credits = day.Credits + (e.IsDebit ? 0 : e.Amount.Dong),
        };
        var period = _periods.GetValueOrDefault(statement.No, (First: e.Day, Last: e.Day));
        _periods[statement.No] = (LocalDate.Min(period.First, e.Day), LocalDate.Max(period.Last, e.Day));
    }

    private BankEntry EntryOf(IncomingEntry entry, ExactAmount signed, IncomingDetail? detail)
    {
        if (isCash) return CashOf(entry);
        var references = detail?.References ?? entry.References;
        var text = detail?.Remittance ?? entry.Remittance ?? "";
        var isDebit = signed < ExactAmount.Zero;
        var reason = detail is null ? entry.Return : detail.Return ?? entry.Return;
        return new BankEntry(
            _movements++, ClassOf(entry, reason, text, isDebit), isDebit, DongOf(signed),
            entry.ValueDate ?? entry.BookingDate ?? default,
            entry.References.BankReference ?? references.BankReference ?? entry.References.EntryReference ?? "",
            references.EndToEndId, (detail?.Counterparty ?? entry.Counterparty).Account,
            detail is null && isDebit ? BookingOf(entry) : null,
            reason is null ? null : reason.Code ?? "NARR", MessageIdIn(text))
        {
            EntryNo = entry.EntryNo,
            Day = entry.BookingDate ?? entry.ValueDate ?? default,
        };
    }

    private BankEntry CashOf(IncomingEntry entry)
    {
        var isPaid = entry.IsBooked;
        var amount = isPaid || entry.Details.Count == 0 ? entry.Amount : entry.Details[0].Amount ?? entry.Amount;
        var code = entry.References.EndToEndId ?? "";
        return new BankEntry(
            _movements++, isPaid ? EntryClass.Payment : EntryClass.Uncollected, isPaid, DongOf(amount),
            entry.BookingDate ?? reported ?? default, code, code, null, null, isPaid ? null : NotCollected, null)
        {
            EntryNo = entry.EntryNo,
            Day = entry.BookingDate ?? reported ?? default,
        };
    }

    // What does not fit holds or refuses the file, so this value is never posted.
    private static Money DongOf(ExactAmount amount) => new(amount.Abs().TryToDong(out var dong) ? dong : 0);

    private static string? BookingOf(IncomingEntry entry)
    {
        var isOfOne = entry.Details.Count == 1 && entry.Batches.All(b => b.Count is null or 1);
        return isOfOne || entry.Batches.Count != 1 ? null : entry.Batches[0].PaymentInformationId;
    }

    private static EntryClass ClassOf(IncomingEntry entry, ReturnReason? reason, string text, bool isDebit)
    {
        var code = entry.Code;
        var isCharge = code.SubFamily == "CHRG" || code.Family == "CHRG"
            || code.Proprietary is "NCHG" or "CHRG" or "NCHK";
        if (isDebit) return isCharge ? EntryClass.Charge : EntryClass.Payment;
        if (reason is not null || code.SubFamily == "RRTN" || code.Proprietary is "NRTI" or "FRTI")
            return EntryClass.Return;
        if (text.StartsWith(AdvanceBack, StringComparison.Ordinal)) return EntryClass.AdvanceReturned;
        var isFunding = FundingWords.All(w => text.Contains(w, StringComparison.Ordinal));
        if (isFunding) return EntryClass.Funding;
        return entry.IsReversal ? EntryClass.Return : EntryClass.OtherCredit;
    }

    private static string? MessageIdIn(string text) =>
        text.StartsWith(AdvanceBack, StringComparison.Ordinal) ? text[AdvanceBack.Length..].Split(' ')[0] : null;
}
