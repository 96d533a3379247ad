using PaymentHub.Seeds.Bank.Forms;
using PaymentHub.Seeds.Province;

namespace PaymentHub.Seeds.Bank.Counter;

/// <summary>
/// The worst month a seed can think of: what the banks book wrongly, and how their files go astray. Everything follows
/// from the seed.
/// </summary>
/// <param name="Seed">The seed.</param>
/// <param name="Preset">What the banks book wrongly.</param>
public sealed record BankScenario(long Seed, BankPreset Preset)
{
    private const int Percent = 100;

    // What each bank's profile says that it sends. Only camt.053 leaves room for a batch booked in one line, so the
    // bank that books so uses it more often than another form.
    private static readonly Dictionary<string, StatementForm[]> Forms = new()
    {
        ["AGRI"] = [StatementForm.Camt053, StatementForm.Mt940, StatementForm.Fixed],
        ["VIETIN"] = [StatementForm.Camt053, StatementForm.Mt940, StatementForm.Bai2, StatementForm.Csv],
        ["BIDV"] =
        [
            StatementForm.Camt053, StatementForm.Camt053, StatementForm.Mt940, StatementForm.Bai2, StatementForm.Xlsx,
        ],
        ["VCB"] = [StatementForm.Camt053, StatementForm.Mt940, StatementForm.Csv],
    };

    /// <summary>Draws the scenario of a seed.</summary>
    public static BankScenario Of(long seed)
    {
        var chance = new Chance(seed);
        return new BankScenario(seed, new BankPreset
        {
            RejectRate = chance.Below("rejects", "", 3) == 0 ? 0 : Rate(chance, "reject-rate", 5),
            RejectWholeBatches = chance.Below("reject-whole", "", 4) == 0 ? 1 : 0,
            ReturnRate = Rate(chance, "return-rate", 8),
            ReturnsWithoutId = Rate(chance, "bare-returns", 60),
            ReturnCodes = [.. ReturnCodes().OrderBy(code => chance.Score("code", code))],
            NextDayRate = Rate(chance, "next-day", 25),
            DayBeforeRate = chance.Below("early", "", 3) == 0 ? Rate(chance, "early-rate", 10) : 0,
            WrongAccount = chance.Below("wrong-account", "", 3),
            OverDebit = chance.Below("over-debit", "", 3),
            UnderDebit = chance.Below("under-debit", "", 3),
            DoubleDebit = chance.Below("double-debit", "", 3),
            ReturnsReversed = chance.Below("returns-reversed", "", 3),
            UnknownDebit = chance.Below("unknown-debit", "", 3),
            UnknownCredit = chance.Below("unknown-credit", "", 3),
            AmbiguousPairs = chance.Below("pairs", "", 2),
            MissingEndToEndId = chance.Below("no-id", "", 4),
            FeePerPayment = 550L * chance.Below("fee", "", 5),
            OpeningBalance = 1_000_000L * chance.Below("opening", "", 50),
            StatementDays = 3 + chance.Below("days", "", 4),
            SplitDayRate = Rate(chance, "split", 30),
            CompletedStatuses = chance.Below("completed", "", 2) == 0,
            UncollectedRate = Rate(chance, "uncollected", 15),
            PostInterimAfterDays = chance.Below("interim", "", 2) * 5,
            PostFinalAfterDays = 9,
            StatementForms = Forms.ToDictionary(f => f.Key, f => f.Value[chance.Below("form", f.Key, f.Value.Length)]),
        });
    }

    /// <summary>Codes of returned transfers that can come back to a payer of benefits.</summary>
    private static IEnumerable<string> ReturnCodes() => EmbeddedTables.Rows("reference/iso-return-reasons.csv")
        .Where(row => row["code_set"].Contains("return", StringComparison.Ordinal)
            // Cash that nobody collected comes from the post office, in its own words.
            && row["action"] != "NOT_APPLICABLE" && row["code"] != "CNPC")
        .Select(row => row["code"]);

    private static decimal Rate(Chance chance, string purpose, int highestPercent) =>
        chance.Below(purpose, "", highestPercent + 1) / (decimal)Percent;
}
