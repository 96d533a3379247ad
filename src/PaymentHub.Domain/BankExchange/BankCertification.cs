using NodaTime;

namespace PaymentHub.Domain.BankExchange;

/// <summary>A certification run begins; its script follows from the formats agreed at that moment.</summary>
public sealed record CertificationStarted(
    Instant At, string ByUser, string Institution, int Run, CertificationStep[] Script);

/// <summary>
/// A file of the run was judged; nothing else changed. <paramref name="Verdict"/> is ACCEPT, HOLD, REJECT or DUPLICATE.
/// </summary>
public sealed record CertificationFileJudged(
    Instant At, string ByUser, string Institution, int Run, string Step, string FileName, string Sha256, string Format,
    string Verdict, string[] Reasons, bool IsAsExpected);

/// <summary>Every step of the run came out as expected.</summary>
public sealed record BankCertified(Instant At, string Institution, int Run);

/// <summary>A step of the script: which file the bank sends and what must come out.</summary>
/// <param name="Code">Stable name, such as GOOD.camt.053, TRUNCATED, DUPLICATE.</param>
/// <param name="Format">The format that the file must have; the beginning of its name suffices.</param>
/// <param name="Outcomes">Each VERDICT or VERDICT:REASON; one of them must come out.</param>
/// <param name="SameAs">The step whose very bytes are sent again.</param>
public sealed record CertificationStep(string Code, string Format, string[] Outcomes, string? SameAs = null);

/// <summary>A run: its script and the latest file of each step.</summary>
public sealed record CertificationRun(int No, CertificationStep[] Script, CertificationFileJudged[] Judged)
{
    /// <summary>Whether every step came out as expected.</summary>
    public bool IsPassed => Array.TrueForAll(Script, s => Of(s.Code) is { IsAsExpected: true });

    /// <summary>The latest file of a step, or null.</summary>
    public CertificationFileJudged? Of(string step) => Array.Find(Judged, j => j.Step == step);

    /// <summary>The run with one more file.</summary>
    public CertificationRun With(CertificationFileJudged file) =>
        this with { Judged = [.. Judged.Where(j => j.Step != file.Step), file] };
}

/// <summary>What the formats say of a file that a bank sends for its certification.</summary>
public sealed record JudgedBytes(string FileName, string Sha256, string Format, string Verdict, string[] Reasons);

/// <summary>The scripted set of files that a bank passes before it goes live, and how they are judged.</summary>
public static class BankCertification
{
    /// <summary>The word for bytes that came before.</summary>
    public const string Duplicate = "DUPLICATE";

    /// <summary>
    /// A good file of each format that the bank sends; then the same bytes again, one cut off and one whose totals are
    /// wrong, of its first format.
    /// </summary>
    public static CertificationStep[] ScriptOf(BankTerms terms)
    {
        var first = terms.FormatsIn[0];
        return
        [
            .. terms.FormatsIn.Select(f => new CertificationStep($"GOOD.{f}", f, ["ACCEPT"])),
            new("DUPLICATE", first, [Duplicate], $"GOOD.{first}"),
            new("TRUNCATED", first, ["REJECT:TRUNCATED"]),
            new("WRONG_TOTAL", first, ["REJECT:CONTROL_MISMATCH", "HOLD:BALANCE"]),
        ];
    }

    /// <summary>Records what came of a file of the running certification, and the certificate after the last.</summary>
    public static Decision Judge(PartnerBank bank, string step, JudgedBytes file, string user, Instant now)
    {
        if (bank.Run is not { } run) return new NoCertificationRun();
        if (Array.Find(run.Script, s => s.Code == step) is not { } wanted) return new NoSuchStep(step);
        if (run.IsPassed) return new CertificationOver();
        var seen = Array.Exists(run.Judged, j => j.Sha256 == file.Sha256 && j.Step != step);
        var verdict = seen ? Duplicate : file.Verdict;
        var judged = new CertificationFileJudged(
            now, user, bank.Code, run.No, step, file.FileName, file.Sha256, file.Format, verdict, file.Reasons,
            IsAsExpected(wanted, run, file, verdict));
        return run.With(judged).IsPassed
            ? Decision.Accept(judged, new BankCertified(now, bank.Code, run.No))
            : Decision.Accept(judged);
    }

    private static bool IsAsExpected(CertificationStep step, CertificationRun run, JudgedBytes file, string verdict)
    {
        if (step.SameAs is { } good && run.Of(good)?.Sha256 != file.Sha256) return false;
        return IsFormat(step.Format, file) && Array.Exists(step.Outcomes, o => o.Split(':') switch
        {
            [var word] => word == verdict,
            [var word, var reason] => word == verdict && file.Reasons.Contains(reason, StringComparer.Ordinal),
            _ => false,
        });
    }

    // A file that is cut off may have lost what tells its format.
    private static bool IsFormat(string wanted, JudgedBytes file) =>
        file.Format.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
        || (file.Format == "unknown" && file.Reasons.Contains("TRUNCATED", StringComparer.Ordinal));
}
