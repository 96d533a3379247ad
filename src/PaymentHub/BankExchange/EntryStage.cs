using NodaTime;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Domain;
using PaymentHub.Domain.Reconciliation;

namespace PaymentHub.BankExchange;

/// <summary>An entry as its reader hands it on, with the number and the account of its statement so far.</summary>
internal readonly record struct TakenEntry(int? StatementNo, string? Account, IncomingEntry Entry);

/// <summary>One movement as it is staged: the ledger's entry, and what the bank wrote beside it.</summary>
internal readonly record struct StagedEntry(
    BankEntry Entry, int Line, string? Account, ExactAmount Amount, string Currency, bool IsBooked, string? Status,
    string? CounterName, string? Remittance, UInt128 RawHash);

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

    private readonly Dictionary<(string Account, LocalDate Day), OpenDay> _days = [];
    private readonly Dictionary<int, (LocalDate First, LocalDate Last)> _periods = [];
    private OpenDay _day = new("", default);
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

    public IReadOnlyList<FileDay> Days =>
        [.. _days.Values.Select(d => new FileDay(d.Account, d.Day, d.Entries, d.Debits, d.Credits))];

    /// <summary>The last day on which an entry of this statement was booked, or null.</summary>
    public LocalDate? LastDay(IncomingStatement statement) =>
        _periods.TryGetValue(statement.No, out var period) ? period.Last : null;

    public void Dispose() => Content.Dispose();

    public void Take(TakenEntry taken)
    {
        var entry = taken.Entry;
        Content.Add(entry);
        if (taken.StatementNo is null)
            Lines.Add(new AnswerLine(entry.References.EndToEndId, entry.Status, entry.Return?.Code));
        if (!AddsUp(entry))
        {
            Stage(taken, EntryOf(entry, entry.Amount, null), entry.Amount, null);
            return;
        }

        foreach (var detail in entry.Details)
        {
            var amount = detail.Amount!.Value;
            Stage(taken, EntryOf(entry, amount, detail), amount, detail);
        }
    }

    // Details stand for their entry only where they are all of it in its own money: a total is never copied onto them,
    // and what they leave open is never lost.
    private static bool AddsUp(IncomingEntry entry)
    {
        if (entry.Details.Count < 2) return false;
        var sum = ExactAmount.Zero;
        foreach (var detail in entry.Details)
        {
            if (detail.Amount is not { } amount || (entry.Currency == Currencies.Ledger && !amount.IsWhole)
                || (detail.Currency is { Length: > 0 } own && own != entry.Currency)) return false;
            sum += amount;
        }

        return sum == entry.Amount;
    }

    private void Stage(in TakenEntry taken, BankEntry movement, ExactAmount amount, IncomingDetail? detail)
    {
        var entry = taken.Entry;
        var isPosted = (entry.IsBooked || isCash) && taken.StatementNo is not null;
        // Of what was not handed out the amount stands beside the entry, whose own is zero.
        var staging = isCash && !entry.IsBooked ? new ExactAmount(movement.Amount.Dong, 0) : amount;
        staged?.Invoke(new StagedEntry(
            movement, entry.Line, taken.Account, staging, entry.Currency, entry.IsBooked, entry.Status,
            (detail?.Counterparty ?? entry.Counterparty).Name, detail?.Remittance ?? entry.Remittance,
            entry.RawHash));
        if (!isPosted) return;
        HasUndated |= movement.ValueDate == default && entry.IsBooked;
        IsDated &= movement.ValueDate != default;
        Count(taken, movement);
        if (Entries.Count < ReadBankFile.MostKept && !IsOverfull)
        {
            Entries.Add(movement);
            return;
        }

        IsOverfull = true;
        Entries.Clear();
    }

    private void Count(in TakenEntry taken, BankEntry e)
    {
        var account = taken.Account ?? "";
        if (_day.Day != e.Day || _day.Account != account) _day = DayOf(account, e.Day);
        _day.Entries++;
        if (e.IsDebit) _day.Debits += e.Amount.Dong;
        else _day.Credits += e.Amount.Dong;
        var no = taken.StatementNo!.Value;
        var period = _periods.GetValueOrDefault(no, (First: e.Day, Last: e.Day));
        _periods[no] = (LocalDate.Min(period.First, e.Day), LocalDate.Max(period.Last, e.Day));
    }

    // Entries of one day mostly follow each other, so that the day is looked up once for many.
    private OpenDay DayOf(string account, LocalDate day)
    {
        if (_days.TryGetValue((account, day), out var open)) return open;
        open = new OpenDay(account, day);
        _days.Add((account, day), open);
        return open;
    }

    private sealed class OpenDay(string account, LocalDate day)
    {
        public string Account { get; } = account;

        public LocalDate Day { get; } = day;

        public int Entries { get; set; }

        public long Debits { get; set; }

        public long Credits { get; set; }
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
