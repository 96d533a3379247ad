using System.Globalization;
using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Web;

namespace PaymentHub.BankExchange.Partners;

/// <summary>A key as it is shown: its fingerprint and its days, without the key itself.</summary>
public sealed record BankKeyState(string Fingerprint, KeyUse Use, string Subject, LocalDate From, LocalDate Until);

/// <summary>A proposal that waits for the second person; Subject names the account, channel or key.</summary>
public sealed record BankChangeState(
    int No, string Kind, string Subject, string ByUser, string Reason, Instant ProposedAt);

/// <summary>
/// A step of the certification: what is expected, and what came of the file last sent for it. Outcomes and Verdict are
/// VERDICT or VERDICT:REASON; Verdict is null while no file came.
/// </summary>
public sealed record CertificationStepState(
    string Step, string Format, string[] Outcomes, string? SameAs, string? Verdict, string[] Reasons, string? FileName,
    bool? IsAsExpected);

/// <summary>A certification run.</summary>
public sealed record CertificationState(int Run, bool IsPassed, IReadOnlyList<CertificationStepState> Steps);

/// <summary>A partner bank as it stands: identity, agreements, channels, keys, what waits, certification.</summary>
public sealed record BankState(
    string Institution, BankIdentity Identity, BankStage Stage, BankTerms? Terms, IReadOnlyList<BankDesk> Desks,
    IReadOnlyList<BankAccount> Accounts, IReadOnlyList<BankChannel> Channels, IReadOnlyList<BankKeyState> Keys,
    IReadOnlyList<BankChangeState> Waiting, CertificationState? Certification, IReadOnlyList<FeeSchedule> Fees)
{
    public static BankState Of(PartnerBank bank) => new(
        bank.Code, bank.Identity, bank.Stage, bank.Terms, bank.Desks, bank.Accounts, bank.Channels,
        [.. bank.Keys.Select(k => new BankKeyState(k.Fingerprint, k.Use, k.Subject, k.From, k.Until))],
        [.. bank.Waiting.Select(w => new BankChangeState(
            w.No, w.Change.Word(), SubjectOf(w.Change), w.ByUser, w.Reason, w.At))],
        bank.Run is { } run ? new CertificationState(run.No, run.IsPassed, [.. run.Script.Select(s => StepOf(run, s))])
            : null,
        bank.Fees);

    private static CertificationStepState StepOf(CertificationRun run, CertificationStep step)
    {
        var judged = run.Of(step.Code);
        return new CertificationStepState(
            step.Code, step.Format, step.Outcomes, step.SameAs, judged?.Verdict, judged?.Reasons ?? [],
            judged?.FileName, judged?.IsAsExpected);
    }

    internal static string SubjectOf(GuardedChange change) => change switch
    {
        { Account: { } a } => $"{a.Number} {a.Holder}",
        { Channel: { } c } => $"{c.Kind} {c.Host} {c.HostKey}".TrimEnd(),
        { ChannelEnd: { } end } => end.ToString(),
        { Key: { } k } => $"{k.Use} {k.Subject} {k.Fingerprint}",
        { Fees: { } f } => string.Create(
            CultureInfo.InvariantCulture,
            $"{f.From:uuuu-MM-dd}: {f.Fixed} + {f.PerMillion}/1000000, {f.Least}–{f.Most}, VAT {f.VatPercent} %"),
        _ => "",
    };
}

/// <summary>The partner banks in the user's scope.</summary>
public sealed record BankList(IReadOnlyList<BankState> Items);

/// <summary>Partner banks, for officers and for the bank itself.</summary>
public sealed class ReadPartnerBanks : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/banks", ListAsync).RequirePermission(Permissions.BanksView).WithTags("Banks")
            .Answers<BankList>("ListBanks");
        api.MapGet("/banks/{institution}", ReadAsync).RequirePermission(Permissions.BanksView).WithTags("Banks")
            .Answers<BankState>("GetBank");
    }

    /// <summary>The partner banks.</summary>
    /// <remarks>Danh sách đối tác ngân hàng, bưu điện.</remarks>
    public static async Task<IResult> ListAsync(
        CurrentUser user, PartnerBanks banks, CancellationToken cancellation) => Results.Ok(new BankList(
            [.. (await banks.ListAsync(cancellation)).Where(b => user.Can(Permissions.BanksView, null, b.Code))
                .Select(BankState.Of)]));

    /// <summary>One partner bank.</summary>
    /// <remarks>Một đối tác: định dạng, hạn mức, kênh, khóa, kiểm thử.</remarks>
    public static async Task<IResult> ReadAsync(
        string institution, CurrentUser user, PartnerBanks banks, CancellationToken cancellation) =>
        user.Can(Permissions.BanksView, null, institution)
        && await banks.FindAsync(institution, cancellation) is { } bank
            ? Results.Ok(BankState.Of(bank))
            : Problems.NotFound("đối tác này", "such bank");
}
