using System.Globalization;
using NodaTime;
using PaymentHub.Seeds.Bank.Forms;

namespace PaymentHub.Seeds.Bank;

/// <summary>What an entry of a statement really is; the name in the truth file is in capitals.</summary>
internal enum EntryKind
{
    Funding,
    Payment,
    Batch,
    Advance,
    WrongAccount,
    Excess,
    SecondDebit,
    Ambiguous,
    UnknownDebit,
    Fee,
    Return,
    AdvanceReturn,
    UnknownCredit,
    ReturnReversed,
}

/// <summary>How a booking names the order it belongs to.</summary>
internal enum IdShown
{
    Yes,
    Absent,
    NotProvided,
}

/// <summary>One entry on a payer account.</summary>
internal sealed class Booking
{
    public required EntryKind Kind { get; init; }
    public required long Amount { get; init; }
    public PaymentOrder? Payment { get; init; }
    public OrderBatch? Batch { get; init; }

    /// <summary>The pay list whose unpaid rest comes back with this entry.</summary>
    public PayList? List { get; init; }

    /// <summary>Number of payments inside a batch booking.</summary>
    public int Count { get; init; } = 1;
    public IdShown Shown { get; init; }

    /// <summary>Account of the other side where it is not the one of the order.</summary>
    public string? OtherAccount { get; init; }
    public string? OtherName { get; init; }
    public required string Text { get; init; }
    public bool IsCredit =>
        Kind is EntryKind.Funding or EntryKind.Return or EntryKind.AdvanceReturn or EntryKind.UnknownCredit;
    public long Signed => IsCredit ? Amount : -Amount;

    /// <summary>Funding comes first in a day's book, then debits in order of processing, charges, other
    /// credits.</summary>
    public int Rank => Kind == EntryKind.Funding ? 0 : Kind == EntryKind.Fee ? 2 : IsCredit ? 3 : 1;
}

/// <summary>One account statement (sao kê) of one business day.</summary>
internal sealed record DailyStatement(
    Institution Bank, LocalDate Date, int Sequence, long Opening, long Closing, IReadOnlyList<Booking> Bookings)
{
    /// <summary>Entries of the same day in the statements before this one.</summary>
    public int FirstEntry { get; init; }

    /// <summary>By how much the totals that the statement declares are wrong.</summary>
    public int Miscount { get; init; }

    /// <summary>The bank's id of the statement.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Bank.Code}{Date:yyyyMMdd}-{Sequence:0000}");

    /// <summary>The bank's unique reference of an entry, 15 characters for the first ten million of a day.</summary>
    /// <param name="index">Position of the entry in the statement, from 0.</param>
    public string Reference(int index) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{Bank.Code[..2]}{Date:yyMMdd}{FirstEntry + index + 1:0000000}");
}

/// <summary>The bank's own ledger of one payer account: a chain of statements.</summary>
internal sealed class AccountLedger(Institution bank, long opening, StatementForm form)
{
    private readonly List<DailyStatement> statements = [];

    public Institution Bank => bank;
    public long Opening => opening;

    /// <summary>The form in which the bank hands out the statements.</summary>
    public StatementForm Form => form;
    public IReadOnlyList<DailyStatement> Statements => statements;
    public long Balance => statements.Count == 0 ? opening : statements[^1].Closing;

    /// <summary>First business day that no statement closes; what arrives later can only be booked from here
    /// on.</summary>
    public LocalDate FirstOpenDay(LocalDate wanted)
    {
        var day = BusinessDays.OnOrAfter(wanted);
        return statements.Count == 0 || day > statements[^1].Date
            ? day
            : BusinessDays.OnOrAfter(statements[^1].Date.PlusDays(1));
    }

    /// <summary>
    /// Closes one day with its entries, in two statements where <paramref name="inTwo"/> says so and the form can tell
    /// them apart.
    /// </summary>
    public void Close(LocalDate date, IEnumerable<Booking> bookings, bool inTwo = false)
    {
        var ordered = bookings.OrderBy(b => b.Rank).ToArray();
        if (ordered.Length == 0 && form.IsTable())
            return;
        if (inTwo && ordered.Length > 1 && form.IsNumbered())
        {
            Close(date, ordered[..(ordered.Length / 2)]);
            ordered = ordered[(ordered.Length / 2)..];
        }

        Close(date, ordered);
    }

    private void Close(LocalDate date, Booking[] ordered)
    {
        var before = Balance;
        var statement = new DailyStatement(
            bank, date, statements.Count + 1, before, before + ordered.Sum(b => b.Signed), ordered);
        var earlier = statements.Where(s => s.Date == date).Sum(s => s.Bookings.Count);
        statements.Add(statement with { FirstEntry = earlier });
    }
}
