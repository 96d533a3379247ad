using NodaTime;

namespace PaymentHub.BankFormats.Incoming;

/// <summary>
/// Sổ phụ: one statement, report or notification about one account, in any format. Filled while its entries are read;
/// complete only when the whole file is.
/// </summary>
public sealed class IncomingStatement(int no, int line)
{
    /// <summary>Position in the file, from 1.</summary>
    public int No { get; } = no;

    /// <summary>Line on which it starts.</summary>
    public int Line { get; } = line;

    /// <summary>How many findings there were before it.</summary>
    internal int FindingsBefore { get; init; }

    /// <summary>An amount or a whole row could not be read and was refused: sums then prove nothing.</summary>
    internal bool LacksAmounts { get; set; }

    /// <summary>A row could not be read and was refused: counts then prove nothing either.</summary>
    internal bool LacksRows { get; set; }

    /// <summary>Account number or IBAN as written; null where the file names none.</summary>
    public string? Account { get; set; }

    /// <summary>Owner of the account as the bank writes it.</summary>
    public string? AccountName { get; set; }

    /// <summary>Currency of the account as declared; null where it is only seen from balances.</summary>
    public string? DeclaredCurrency { get; set; }

    /// <summary>The bank's id of the statement.</summary>
    public string? Id { get; set; }

    /// <summary>Number in the bank's sequence, and page where there are several: <c>12</c>, <c>12/1</c>.</summary>
    public string? Sequence { get; set; }

    /// <summary>Page number where the statement is cut into pages.</summary>
    public long? Page { get; set; }

    public bool IsLastPage { get; set; } = true;

    public LocalDate? From { get; set; }

    public LocalDate? To { get; set; }

    /// <summary>All balances in file order.</summary>
    public List<IncomingBalance> Balances { get; } = [];

    /// <summary>The balance before the first booked entry, once chosen at the statement's end.</summary>
    public IncomingBalance? Opening { get; set; }

    /// <summary>The balance after the last booked entry.</summary>
    public IncomingBalance? Closing { get; set; }

    /// <summary>What the bank declares of counts and sums; null where silent.</summary>
    public DeclaredSums? Declared { get; set; }

    /// <summary>Counts and sums of all entries read.</summary>
    public EntryTotals All { get; } = new();

    /// <summary>Counts and sums of the booked ones.</summary>
    public EntryTotals Booked { get; } = new();

    /// <summary>Opening + booked entries − closing, once known.</summary>
    public ExactAmount? Difference { get; set; }

    /// <summary>
    /// Currency of the account: of its balances, else as declared, else of the first entry; null before any of them.
    /// </summary>
    public string? Currency => Balances.Count > 0 ? Balances[0].Currency ?? Named : Named;

    /// <summary>Currency of the first entry.</summary>
    public string? FirstEntryCurrency { get; set; }

    private string? Named => DeclaredCurrency ?? FirstEntryCurrency;
}

/// <summary>
/// One balance. Code: the ISO type (OPBD, PRCD, ITBD, CLBD, CLAV, …), to which the other formats' own are mapped.
/// </summary>
public sealed record IncomingBalance(
    string Code, ExactAmount Amount, string? Currency, LocalDate? Date, int Line, bool HasSign = true);

/// <summary>Counts and exact sums of entries by their own sign.</summary>
public sealed class EntryTotals
{
    private RunningSum _credits, _debits;

    public long Count { get; private set; }

    public long CreditCount { get; private set; }

    public long DebitCount { get; private set; }

    /// <summary>Sum of the positive entries.</summary>
    public ExactAmount Credits => _credits.Total;

    /// <summary>Sum of the negative entries, as a positive amount.</summary>
    public ExactAmount Debits => _debits.Total;

    public ExactAmount Net => Credits - Debits;

    public ExactAmount Gross => Credits + Debits;

    /// <summary>Adds one entry; the side decides where the amount is zero.</summary>
    public void Add(in ExactAmount signed, bool isDebit)
    {
        Count++;
        if (isDebit)
        {
            DebitCount++;
            _debits.Subtract(signed);
        }
        else
        {
            CreditCount++;
            _credits.Add(signed);
        }
    }
}

/// <summary>What a statement declares of its entries; null where it is silent.</summary>
public sealed class DeclaredSums(int line)
{
    public int Line { get; } = line;

    public long? Count { get; set; }

    public ExactAmount? Sum { get; set; }

    /// <summary>Net of all entries; signed only where <see cref="NetHasSign"/>.</summary>
    public ExactAmount? Net { get; set; }

    public bool NetHasSign { get; set; }

    public long? CreditCount { get; set; }

    public ExactAmount? Credits { get; set; }

    public long? DebitCount { get; set; }

    public ExactAmount? Debits { get; set; }
}
