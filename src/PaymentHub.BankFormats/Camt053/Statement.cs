using NodaTime;

namespace PaymentHub.BankFormats.Camt053;

/// <summary>
/// Sổ phụ tài khoản: one statement of one account (camt.053 <c>Stmt</c>). Filled while it is read: head and balances
/// are there before the entries in files that keep the schema's order; totals are final once the result is given.
/// </summary>
public sealed class Statement
{
    internal Statement(int no, int line) => (No, Line) = (no, line);

    /// <summary>Position in the file, from 1.</summary>
    public int No { get; }

    public int Line { get; }

    public string Id { get; internal set; } = "";

    /// <summary><c>ElctrncSeqNb</c>: rises by one per statement of an account; a gap is for the caller to
    /// see.</summary>
    public long? SequenceNumber { get; internal set; }

    /// <summary>IBAN or proprietary number of the account.</summary>
    public string Account { get; internal set; } = "";

    /// <summary>Currency of the account; VND where the bank does not say.</summary>
    public string Currency { get; internal set; } = Camt053Reader.LedgerCurrency;

    public string? OwnerName { get; internal set; }

    /// <summary>BIC of the bank that keeps the account.</summary>
    public string? ServicerBic { get; internal set; }

    public LocalDate? From { get; internal set; }

    public LocalDate? To { get; internal set; }

    /// <summary>Page of a statement sent in parts; null where the bank does not page.</summary>
    public long? Page { get; internal set; }

    /// <summary>Whether this is the last page; true without paging.</summary>
    public bool IsLastPage { get; internal set; } = true;

    /// <summary>All balances in file order.</summary>
    public IReadOnlyList<StatementBalance> Balances => BalanceList;

    /// <summary>OPBD, else PRCD, else (in paged statements) ITBD.</summary>
    public StatementBalance? Opening { get; internal set; }

    /// <summary>CLBD, else (in paged statements) ITBD.</summary>
    public StatementBalance? Closing { get; internal set; }

    /// <summary>All entries, whatever their status.</summary>
    public int Entries { get; internal set; }

    /// <summary>Entries that move the balance.</summary>
    public int BookedEntries { get; internal set; }

    /// <summary>đồng credited by booked entries.</summary>
    public Int128 BookedCredits { get; internal set; }

    /// <summary>đồng debited by booked entries, as a positive number.</summary>
    public Int128 BookedDebits { get; internal set; }

    /// <summary>Closing − opening − credits + debits: 0 when the statement adds up, null without both
    /// balances.</summary>
    public Int128? Difference { get; internal set; }

    internal List<StatementBalance> BalanceList { get; } = [];

    internal DeclaredTotals? Declared { get; set; }

    internal Totals All { get; } = new();

    internal Totals Booked { get; } = new();
}

/// <summary>A balance of a statement: type code (OPBD, CLBD, PRCD, ITBD, CLAV …), signed đồng, date, line.</summary>
public sealed record StatementBalance(string Code, long Amount, LocalDate? Date, int Line);

/// <summary>
/// The result of reading a statement file. Nothing that the reader handed out before is final until this says
/// <see cref="Verdict.Accept"/> or <see cref="Verdict.Hold"/>.
/// </summary>
/// <param name="Outcome">Verdict, reasons, findings and hash.</param>
/// <param name="MessageId">GrpHdr/MsgId; not unique at all banks, never the only key against duplicates.</param>
/// <param name="Statements">Statements in file order.</param>
/// <param name="Entries">Entries handed out.</param>
/// <param name="Markers">Entry start tags in the raw bytes; equal to <paramref name="Entries"/> unless the file
/// fails.</param>
public sealed record Camt053Result(
    FileOutcome Outcome, string? MessageId, IReadOnlyList<Statement> Statements, int Entries, long Markers)
{
    public Verdict Verdict => Outcome.Verdict;
}

/// <summary>Counts and sums of entries, kept while reading.</summary>
internal sealed class Totals
{
    public int CreditCount { get; private set; }

    public int DebitCount { get; private set; }

    public Int128 Credits { get; private set; }

    public Int128 Debits { get; private set; }

    public int Count => CreditCount + DebitCount;

    public Int128 Sum => Credits + Debits;

    public void Add(long amount, int sign)
    {
        if (sign > 0)
        {
            CreditCount++;
            Credits += amount;
        }
        else
        {
            DebitCount++;
            Debits += amount;
        }
    }
}

/// <summary>What <c>TxsSummry</c> declares; null where it is silent.</summary>
internal sealed class DeclaredTotals(int line)
{
    public int Line { get; } = line;

    public long? Count { get; set; }

    public long? Sum { get; set; }

    public long? Net { get; set; }

    public long? CreditCount { get; set; }

    public long? Credits { get; set; }

    public long? DebitCount { get; set; }

    public long? Debits { get; set; }
}
