using NodaTime;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Web;

namespace PaymentHub.BankExchange.Partners;

/// <summary>Why something of a bank changes; at least five characters, kept for ever.</summary>
public sealed record BankReason(string? Reason);

/// <summary>Who the bank is, and why that is recorded or corrected.</summary>
public sealed record BankIdentityChange(BankIdentity Identity, string? Reason);

/// <summary>What was agreed with the bank, as a whole, and why it changes.</summary>
public sealed record BankTermsChange(BankTerms Terms, string? Reason);

/// <summary>All desks of the bank, and why they change.</summary>
public sealed record BankDesksChange(BankDesk[] Desks, string? Reason);

/// <summary>
/// One account, one channel, the end of one channel, one fee schedule, or going live: the second person agrees to
/// exactly that.
/// </summary>
public sealed record BankChange(
    BankAccount? Account, BankChannel? Channel, ChannelKind? ChannelEnd, bool GoesLive, string? Reason,
    FeeSchedule? Fees = null);

/// <summary>A certificate or public key in PEM and its days; a private key is refused.</summary>
public sealed record BankKeyChange(KeyUse Use, string? Pem, LocalDate From, LocalDate Until, string? Reason);

/// <summary>The last day of a key, and why it ends.</summary>
public sealed record BankKeyEnd(LocalDate Until, string? Reason);

/// <summary>The days of a new client secret.</summary>
public sealed record BankSecretOrder(LocalDate From, LocalDate Until, string? Reason);

/// <summary>
/// A client secret of the API, told this once; it counts when the second person has agreed to the proposal.
/// </summary>
public sealed record BankSecret(string ClientId, string Secret, string Fingerprint, BankState Bank);

/// <summary>
/// A bank becomes a partner and stays one (khai báo đối tác): an administrator records and proposes, a second person
/// agrees where money or data could go astray.
/// </summary>
public sealed class KeepPartnerBank : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var banks = api.MapGroup("/banks/{institution}").WithTags("Banks");
        Manage(banks.MapPost("", OnboardAsync), "OnboardBank");
        Manage(banks.MapPost("/identity", IdentityAsync), "CorrectBankIdentity");
        Manage(banks.MapPost("/terms", TermsAsync), "SetBankTerms");
        Manage(banks.MapPost("/desks", DesksAsync), "SetBankDesks");
        Manage(banks.MapPost("/changes", ProposeAsync), "ProposeBankChange");
        Manage(banks.MapPost("/keys", KeyAsync), "ProposeBankKey");
        banks.MapPost("/secrets", SecretAsync).RequirePermission(Permissions.BanksManage)
            .Answers<BankSecret>("ProposeBankSecret");
        Manage(banks.MapPost("/suspend", SuspendAsync), "SuspendBank");
        banks.MapPost("/changes/{no:int}/agree", AgreeAsync).RequirePermission(Permissions.BanksConfirm)
            .RequireSecondFactor().Answers<BankState>("AgreeToBankChange");
        banks.MapPost("/changes/{no:int}/decline", DeclineAsync).RequirePermission(Permissions.BanksConfirm)
            .Answers<BankState>("DeclineBankChange");
        banks.MapPost("/keys/{fingerprint}/end", EndKeyAsync).RequirePermission(Permissions.BanksConfirm)
            .Answers<BankState>("EndBankKey");
    }

    /// <summary>Makes an institution of the reference table a partner.</summary>
    /// <remarks>Khai báo một đơn vị chi trả làm đối tác.</remarks>
    public static async Task<IResult> OnboardAsync(
        string institution, BankIdentityChange body, ActOnBank act, CancellationToken cancellation) =>
        AnswerOf(await act.OnboardAsync(institution, body.Identity, body.Reason, cancellation));

    /// <summary>Corrects name, BIC or NAPAS number.</summary>
    /// <remarks>Sửa tên, mã BIC, mã NAPAS của đối tác.</remarks>
    public static Task<IResult> IdentityAsync(
        string institution, BankIdentityChange body, ActOnBank act, CancellationToken cancellation) =>
        RunAsync(act, institution, Permissions.BanksManage, (bank, user, now) =>
            PartnerBankDecisions.Correct(bank, body.Identity, body.Reason, user, now), cancellation);

    /// <summary>Records formats, limits, cut-off time, holidays and the time to answer.</summary>
    /// <remarks>Ghi định dạng, hạn mức, giờ chốt, ngày nghỉ và thời hạn trả lời của đối tác.</remarks>
    public static Task<IResult> TermsAsync(
        string institution, BankTermsChange body, ActOnBank act, CancellationToken cancellation) =>
        RunAsync(act, institution, Permissions.BanksManage, (bank, user, now) =>
            PartnerBankDecisions.SetTerms(bank, body.Terms, body.Reason, user, now), cancellation);

    /// <summary>Records the desks that answer for the bank.</summary>
    /// <remarks>Ghi các đầu mối liên hệ của đối tác.</remarks>
    public static Task<IResult> DesksAsync(
        string institution, BankDesksChange body, ActOnBank act, CancellationToken cancellation) =>
        RunAsync(act, institution, Permissions.BanksManage, (bank, user, now) =>
            PartnerBankDecisions.SetDesks(bank, body.Desks, body.Reason, user, now), cancellation);

    /// <summary>
    /// Proposes an account, a channel, the end of a channel, a fee schedule, or going live; another person agrees.
    /// </summary>
    /// <remarks>
    /// Đề nghị thay tài khoản, kênh gửi nhận, biểu phí hoặc đưa đối tác vào hoạt động; cần người thứ hai.
    /// </remarks>
    public static Task<IResult> ProposeAsync(
        string institution, BankChange body, ActOnBank act, CancellationToken cancellation)
    {
        var change = new GuardedChange(
            body.Account, body.Channel, body.ChannelEnd, GoesLive: body.GoesLive)
        { Fees = body.Fees };
        return RunAsync(act, institution, Permissions.BanksManage, (bank, user, now) =>
            PartnerBankDecisions.Propose(bank, change, body.Reason, user, act.Today, now), cancellation);
    }

    /// <summary>Proposes a certificate or public key; only its public part is ever taken.</summary>
    /// <remarks>Đề nghị chứng thư hoặc khóa công khai của đối tác; cần người thứ hai.</remarks>
    public static async Task<IResult> KeyAsync(
        string institution, BankKeyChange body, ActOnBank act, CancellationToken cancellation)
    {
        var (key, refusal) = PublicKeys.Read(body.Use, body.Pem, body.From, body.Until);
        if (refusal is not null) return Problems.Of(refusal);
        return await RunAsync(act, institution, Permissions.BanksManage, (bank, user, now) =>
            PartnerBankDecisions.Propose(bank, new(Key: key), body.Reason, user, act.Today, now), cancellation);
    }

    /// <summary>Makes a client secret, told only in this answer; another person agrees before it counts.</summary>
    /// <remarks>Tạo khóa bí mật của ứng dụng đối tác; chỉ hiện một lần, cần người thứ hai đồng ý.</remarks>
    public static async Task<IResult> SecretAsync(
        string institution, BankSecretOrder body, ActOnBank act, CancellationToken cancellation)
    {
        var secret = PublicKeys.NewSecret();
        var key = PublicKeys.OfSecret(secret, institution, body.From, body.Until);
        var result = await act.RunAsync(institution, Permissions.BanksManage, (bank, user, now) =>
            PartnerBankDecisions.Propose(bank, new(Key: key), body.Reason, user, act.Today, now), cancellation);
        return result is { Refusal: null, Bank: { } bank }
            ? Results.Ok(new BankSecret(institution, secret, key.Fingerprint, BankState.Of(bank)))
            : AnswerOf(result);
    }

    /// <summary>The second person agrees to a proposal; it is in force at once.</summary>
    /// <remarks>Người thứ hai đồng ý một đề nghị thay đổi.</remarks>
    public static Task<IResult> AgreeAsync(
        string institution, int no, ActOnBank act, CancellationToken cancellation) =>
        RunAsync(act, institution, Permissions.BanksConfirm, (bank, user, now) =>
            PartnerBankDecisions.Agree(bank, no, user, now), cancellation);

    /// <summary>Declines a proposal.</summary>
    /// <remarks>Không đồng ý một đề nghị thay đổi.</remarks>
    public static Task<IResult> DeclineAsync(
        string institution, int no, BankReason body, ActOnBank act, CancellationToken cancellation) =>
        RunAsync(act, institution, Permissions.BanksConfirm, (bank, user, now) =>
            PartnerBankDecisions.Decline(bank, no, body.Reason, user, now), cancellation);

    /// <summary>Ends a key earlier than agreed; one person suffices.</summary>
    /// <remarks>Kết thúc sớm một khóa hoặc chứng thư.</remarks>
    public static Task<IResult> EndKeyAsync(
        string institution, string fingerprint, BankKeyEnd body, ActOnBank act, CancellationToken cancellation) =>
        RunAsync(act, institution, Permissions.BanksConfirm, (bank, user, now) =>
            PartnerBankDecisions.EndKey(bank, fingerprint, body.Until, body.Reason, user, now), cancellation);

    /// <summary>Stops the exchange with a bank at once.</summary>
    /// <remarks>Tạm dừng trao đổi tệp với đối tác.</remarks>
    public static Task<IResult> SuspendAsync(
        string institution, BankReason body, ActOnBank act, CancellationToken cancellation) =>
        RunAsync(act, institution, Permissions.BanksManage, (bank, user, now) =>
            PartnerBankDecisions.Suspend(bank, body.Reason, user, now), cancellation);

    internal static IResult AnswerOf(BankActResult result) => result switch
    {
        { Refusal: { } refusal } => Problems.Of(refusal),
        { Bank: { } bank } => Results.Ok(BankState.Of(bank)),
        _ => Problems.NotFound("đối tác này", "such bank"),
    };

    private static void Manage(RouteHandlerBuilder act, string operation) =>
        act.RequirePermission(Permissions.BanksManage).Answers<BankState>(operation);

    private static async Task<IResult> RunAsync(
        ActOnBank act, string institution, string permission, Func<PartnerBank, string, Instant, Decision> decide,
        CancellationToken cancellation) =>
        AnswerOf(await act.RunAsync(institution, permission, decide, cancellation));
}
