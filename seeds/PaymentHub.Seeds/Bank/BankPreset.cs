using System.Text.Json;
using System.Text.Json.Serialization;
using PaymentHub.Seeds.Bank.Forms;

namespace PaymentHub.Seeds.Bank;

/// <summary>
/// What the synthetic bank does wrong and how often: section "bank" of a preset file. Rates are shares from 0 to 1,
/// counts are planted exactly, or fewer when the orders received do not allow them (the truth file says so).
/// </summary>
public sealed record BankPreset
{
    /// <summary>Share of the payments of a file that the bank refuses in its status report (AC01, AC04).</summary>
    public decimal RejectRate { get; init; } = 0.004m;

    /// <summary>Number of whole batches the bank refuses (PmtInfSts RJCT, reason AG01); their lines are not
    /// listed.</summary>
    public int RejectWholeBatches { get; init; }

    /// <summary>Share of the debited payments whose money comes back some days later.</summary>
    public decimal ReturnRate { get; init; } = 0.006m;

    /// <summary>Share of those returns that carry no end-to-end id: account and amount must decide.</summary>
    public decimal ReturnsWithoutId { get; init; } = 0.3m;

    /// <summary>Reasons of returns, taken in turn, so that every one occurs once there are enough returns.</summary>
    public IReadOnlyList<string> ReturnCodes { get; init; } = ["AC04", "MD07", "AC06", "BE04", "AC04", "AC03"];

    /// <summary>Share of the individually booked payments that the bank books one business day late.</summary>
    public decimal NextDayRate { get; init; } = 0.03m;

    /// <summary>Share of the individually booked payments that the bank books one business day early.</summary>
    public decimal DayBeforeRate { get; init; }

    /// <summary>Debits with the right end-to-end id but paid to another account.</summary>
    public int WrongAccount { get; init; } = 2;

    /// <summary>Debits larger than ordered.</summary>
    public int OverDebit { get; init; } = 1;

    /// <summary>Debits smaller than ordered.</summary>
    public int UnderDebit { get; init; } = 1;

    /// <summary>Payments debited twice.</summary>
    public int DoubleDebit { get; init; } = 1;

    /// <summary>Returned payments that the bank debits again: it reverses its return.</summary>
    public int ReturnsReversed { get; init; }

    /// <summary>Debits for which there is no order.</summary>
    public int UnknownDebit { get; init; } = 1;

    /// <summary>Credits that are neither funding nor a return.</summary>
    public int UnknownCredit { get; init; } = 1;

    /// <summary>Pairs of equal payments to one account, both debited without end-to-end id.</summary>
    public int AmbiguousPairs { get; init; } = 1;

    /// <summary>Debits without end-to-end id that account and amount identify uniquely.</summary>
    public int MissingEndToEndId { get; init; } = 3;

    /// <summary>Charge for one transfer, in đồng, value added tax included; booked as one entry a day.</summary>
    public long FeePerPayment { get; init; } = 1_100;

    /// <summary>Balance of every payer account before the first statement, in đồng.</summary>
    public long OpeningBalance { get; init; }

    /// <summary>Business days with a statement from the execution date on, entries or not.</summary>
    public int StatementDays { get; init; } = 9;

    /// <summary>Share of the days with two entries or more that the bank closes in two statements.</summary>
    public decimal SplitDayRate { get; init; }

    /// <summary>True: line reports say ACSC for payments of batch-booked batches; false: only ACSP.</summary>
    public bool CompletedStatuses { get; init; } = true;

    /// <summary>Share of a post-office pay list that nobody collects.</summary>
    public decimal UncollectedRate { get; init; } = 0.03m;

    /// <summary>Days from the execution date to the post office's interim report; 0 or less: no interim
    /// report.</summary>
    public int PostInterimAfterDays { get; init; } = 10;

    /// <summary>Days from the execution date to the post office's final report and its repayment.</summary>
    public int PostFinalAfterDays { get; init; } = 18;

    /// <summary>The form of a bank's statements by its code; camt.053 where none is named.</summary>
    public IReadOnlyDictionary<string, StatementForm> StatementForms { get; init; } =
        new Dictionary<string, StatementForm>();

    /// <summary>The form in which a bank hands out its statements.</summary>
    public StatementForm FormOf(Institution bank) => StatementForms.GetValueOrDefault(bank.Code);

    /// <summary>
    /// Reads section "bank" of a preset file. A file without that section gives the defaults; a member this bank does
    /// not know is an error, because a misspelt fault would silently plant nothing.
    /// </summary>
    /// <exception cref="JsonException">The file is not JSON or holds an unknown member.</exception>
    public static BankPreset Load(string presetFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(presetFile), ReadOptions);
        return document.RootElement.TryGetProperty("bank", out var section)
            ? section.Deserialize<BankPreset>(SectionOptions) ?? new BankPreset()
            : new BankPreset();
    }

    private static readonly JsonDocumentOptions ReadOptions =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonSerializerOptions SectionOptions = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };
}

/// <summary>All that decides the bank's behaviour beside the files it receives.</summary>
/// <param name="Seed">Every choice follows from it; the same seed and files give the same bytes.</param>
/// <param name="Preset">Rates and counts.</param>
/// <param name="Institutions">The paying institutions and the accounts they hold for us.</param>
/// <param name="DefaultExecutionDate">Pay date of a post-office list that arrives without any payment file.</param>
public sealed record BankOptions(
    long Seed, BankPreset Preset, InstitutionTable Institutions, NodaTime.LocalDate DefaultExecutionDate);
