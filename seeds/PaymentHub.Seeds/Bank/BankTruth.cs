using System.Text.Json;

namespace PaymentHub.Seeds.Bank;

/// <summary>A payment the bank refused; no debit follows.</summary>
public sealed record RejectedPayment(string Institution, string EndToEndId, string Code, long Amount);

/// <summary>A payment whose money came back, or cash nobody collected.</summary>
/// <param name="Institution">Paying institution.</param>
/// <param name="EndToEndId">Our order.</param>
/// <param name="Amount">Amount in đồng.</param>
/// <param name="Code">ISO 20022 return reason; CNPC for cash that was not collected.</param>
/// <param name="BankReference">Entry that brings the money back; for cash the repayment of the whole list's
/// rest.</param>
/// <param name="Reason">The post office's words, for cash.</param>
public sealed record ReturnedPayment(
    string Institution, string EndToEndId, long Amount, string Code, string BankReference, string? Reason);

/// <summary>An entry, or a part of one, that no order explains.</summary>
/// <param name="Institution">Bank.</param>
/// <param name="BankReference">AcctSvcrRef of the entry.</param>
/// <param name="Kind">UNEXPLAINED_DEBIT, UNEXPLAINED_CREDIT, EXCESS_DEBIT, SECOND_DEBIT or WRONG_ACCOUNT.</param>
/// <param name="Amount">The unexplained amount in đồng.</param>
/// <param name="EndToEndId">The order the entry names, if any.</param>
public sealed record UnexplainedEntry(
    string Institution, string BankReference, string Kind, long Amount, string? EndToEndId);

/// <summary>A debit that fits two orders equally.</summary>
public sealed record AmbiguousEntry(
    string Institution, string BankReference, long Amount, IReadOnlyList<string> EndToEndIds);

/// <summary>What is still in transit of an order after the last statement, in đồng.</summary>
public sealed record InTransitPayment(string Institution, string EndToEndId, long Amount);

/// <summary>Where the money advanced for one pay list is.</summary>
public sealed record CashOfList(
    string MessageId, bool Covered, int Orders, long Listed, long PaidOut, long SentBack, int Uncollected);

/// <summary>Count and sum in đồng.</summary>
public sealed record Total(int Count, long Amount);

/// <summary>An institution's orders by outcome; ordered = rejected + settled + returned + in transit, in đồng.
/// A partly debited order counts as in transit, its debited part adds to the settled amount only.</summary>
public sealed record InstitutionTotals(
    string Institution, Total Ordered, Total Rejected, Total Settled, Total Returned, Total InTransit);

/// <summary>A payer account in the bank's own ledger, in đồng; some days have more statements than one.</summary>
public sealed record AccountStand(
    string Institution, string Account, long Opening, long Closing, int Days, int Statements, int Entries);

/// <summary>The bank's own record of what it did, and what a correct reconciliation must find, item by item.</summary>
public sealed class BankTruth
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly BankOptions options;
    private readonly IReadOnlyList<OrderFile> files;
    private readonly IReadOnlyList<PayList> lists;
    private readonly BankBooks books;

    internal BankTruth(
        BankOptions options, IReadOnlyList<OrderFile> files, IReadOnlyList<PayList> lists, BankBooks books)
    {
        (this.options, this.files, this.lists, this.books) = (options, files, lists, books);
        var outcomes = new TruthOutcomes(options, files, lists, books);
        Rejected = outcomes.Rejected;
        Returned = outcomes.Returned;
        Unexplained = outcomes.Unexplained;
        Ambiguous = outcomes.Ambiguous;
        InTransit = outcomes.InTransit;
        Institutions = outcomes.Totals();
    }

    /// <summary>Refused orders.</summary>
    public IReadOnlyList<RejectedPayment> Rejected { get; }

    /// <summary>Returned orders and uncollected cash.</summary>
    public IReadOnlyList<ReturnedPayment> Returned { get; }

    /// <summary>Entries and excesses no order explains.</summary>
    public IReadOnlyList<UnexplainedEntry> Unexplained { get; }

    /// <summary>Debits that fit two orders.</summary>
    public IReadOnlyList<AmbiguousEntry> Ambiguous { get; }

    /// <summary>Orders, or rests of orders, without a debit.</summary>
    public IReadOnlyList<InTransitPayment> InTransit { get; }

    /// <summary>Totals by institution.</summary>
    public IReadOnlyList<InstitutionTotals> Institutions { get; }

    /// <summary>The payer accounts that have a statement.</summary>
    public IReadOnlyList<AccountStand> Accounts => [.. books.Ledgers
        .Where(l => l.Statements.Count > 0).Select(l => new AccountStand(
            l.Bank.Code, l.Bank.Account, l.Opening, l.Balance, l.Statements.DistinctBy(s => s.Date).Count(),
            l.Statements.Count, l.Statements.Sum(s => s.Bookings.Count)))];

    /// <summary>What the preset asked for and what could be planted.</summary>
    public IReadOnlyList<Planted> Planted => books.Planted;

    /// <summary>Pay lists and their cash.</summary>
    public IReadOnlyList<CashOfList> Cash => lists.Select(l => new CashOfList(
        l.MessageId, l.IsCovered, l.Lines.Count, l.Total, l.PaidOut, l.IsCovered ? l.Total - l.PaidOut : 0,
        l.IsCovered ? l.Lines.Count(x => x.PaidOn is null) : 0)).ToList();

    /// <summary>Writes bank-truth.json, UTF-8, entry by entry.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = Json.Encoder });
        json.WriteStartObject();
        json.WriteNumber("seed", options.Seed);
        Member(json, "planted", Planted);
        Member(json, "institutions", Institutions);
        Member(json, "rejected", Rejected);
        Member(json, "returned", Returned);
        Member(json, "unexplained", Unexplained);
        Member(json, "ambiguous", Ambiguous);
        Member(json, "inTransit", InTransit);
        Member(json, "cash", Cash);
        json.WriteNumber("advanceHeldByPost", books.Post.Held);
        WriteAccounts(json);
        WriteEntries(json, stream);
        json.WriteEndObject();
    }

    private static void Member<T>(Utf8JsonWriter json, string name, T value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, Json);
    }

    private void WriteAccounts(Utf8JsonWriter json)
    {
        json.WriteStartArray("accounts");
        foreach (var ledger in books.Ledgers)
        {
            json.WriteStartObject();
            json.WriteString("institution", ledger.Bank.Code);
            json.WriteString("account", ledger.Bank.Account);
            json.WriteNumber("opening", ledger.Opening);
            json.WriteNumber("closing", ledger.Balance);
            json.WriteStartArray("statements");
            foreach (var statement in ledger.Statements)
            {
                json.WriteStartObject();
                json.WriteString("id", statement.Id);
                json.WriteNumber("sequence", statement.Sequence);
                json.WriteNumber("opening", statement.Opening);
                json.WriteNumber("closing", statement.Closing);
                json.WriteNumber("entries", statement.Bookings.Count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteEntries(Utf8JsonWriter json, Stream stream)
    {
        const int FlushAt = 1 << 16;
        json.WriteStartArray("entries");
        foreach (var statement in books.Ledgers.SelectMany(l => l.Statements))
        {
            for (var i = 0; i < statement.Bookings.Count; i++)
            {
                WriteEntry(json, statement, i);
                if (json.BytesPending > FlushAt)
                    json.Flush();
            }
        }

        json.WriteEndArray();
        json.Flush();
        stream.Flush();
    }

    private static void WriteEntry(Utf8JsonWriter json, DailyStatement statement, int index)
    {
        var booking = statement.Bookings[index];
        json.WriteStartObject();
        json.WriteString("institution", statement.Bank.Code);
        json.WriteString("statement", statement.Id);
        json.WriteNumber("entryNo", index + 1);
        json.WriteString("kind", TruthOutcomes.NameOf(booking.Kind));
        json.WriteString("direction", booking.IsCredit ? "CRDT" : "DBIT");
        json.WriteNumber("amount", booking.Amount);
        json.WriteString("bankReference", statement.Reference(index));
        json.WriteStartArray("endToEndIds");
        foreach (var id in TruthOutcomes.IdsOf(booking))
            json.WriteStringValue(id);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
