using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Register;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Register;

/// <summary>
/// A payout as somebody wishes it. Bank, account and holder are needed for a transfer; the payee's fields where another
/// person receives. Days are those of the payee's paper.
/// </summary>
public sealed record PayoutWish(
    PayoutMethod Method, string Institution, string? BankBin, string? Account, string? HolderName,
    PayeeRelation Relation, string? PayeeName, string? PayeeIdentifier, LocalDate? PayeeFrom, LocalDate? PayeeUntil,
    string? PayeeDocument, string Evidence, string Reason);

/// <summary>The proposed change, and the payments that it holds until it is decided.</summary>
public sealed record PayoutChangeAnswer(Guid ChangeId, IReadOnlyList<string> HeldPayments);

/// <summary>What became of an act on a change; not found where the dossier lies outside the scope.</summary>
public sealed record PayoutChangeResult(bool Found, Refusal? Refusal, PayoutChangeAnswer? Answer);

/// <summary>Why a change is declined.</summary>
public sealed record DeclineReason(string Reason);

/// <summary>A field of the wish cannot be used.</summary>
public sealed record PayoutWishInvalid(string FieldVi, string FieldEn) : Refusal(
    "payout-wish-invalid",
    $"Thông tin chi trả không hợp lệ: {FieldVi}.",
    $"The payout cannot be used: {FieldEn}.");

/// <summary>
/// Changes of accounts and payees outside an import (đổi tài khoản, người nhận): proposed with evidence, confirmed by
/// another person. From the proposal on, a payment of the dossier that was submitted and not yet instructed is held.
/// </summary>
public sealed class ChangePayout(
    NpgsqlDataSource source, IDocumentStore store, ReferenceData reference, IClock clock, CurrentUser user,
    ActOnBatches act) : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/register/payouts/{dossier}/changes", HandleProposeAsync)
            .RequirePermission(Permissions.RegisterChange).WithTags("Register")
            .Answers<PayoutChangeAnswer>("ProposePayoutChange");
        api.MapPost("/register/payouts/{dossier}/changes/{changeId:guid}/confirm", HandleConfirmAsync)
            .RequirePermission(Permissions.RegisterConfirm).WithTags("Register")
            .Answers<PayoutChangeAnswer>("ConfirmPayoutChange");
        api.MapPost("/register/payouts/{dossier}/changes/{changeId:guid}/decline", HandleDeclineAsync)
            .RequirePermission(Permissions.RegisterConfirm).WithTags("Register")
            .Answers("DeclinePayoutChange", StatusCodes.Status204NoContent);
    }

    /// <summary>
    /// Proposes another account or payee for a dossier; nothing changes until another person confirms.
    /// </summary>
    /// <remarks>Đề nghị đổi tài khoản hoặc người nhận của một hồ sơ.</remarks>
    public static async Task<IResult> HandleProposeAsync(
        string dossier, PayoutWish body, ChangePayout change, CancellationToken cancellation) =>
        AnswerOf(await change.ProposeAsync(dossier, body, cancellation));

    /// <summary>Confirms a proposed change; who proposed it may not.</summary>
    /// <remarks>Xác nhận đề nghị thay đổi (người khác với người đề nghị).</remarks>
    public static async Task<IResult> HandleConfirmAsync(
        string dossier, Guid changeId, ChangePayout change, CancellationToken cancellation) =>
        AnswerOf(await change.ConfirmAsync(dossier, changeId, cancellation));

    /// <summary>Declines a proposed change with a reason.</summary>
    /// <remarks>Từ chối đề nghị thay đổi kèm lý do.</remarks>
    public static async Task<IResult> HandleDeclineAsync(
        string dossier, Guid changeId, DeclineReason body, ChangePayout change, CancellationToken cancellation)
    {
        var result = await change.DeclineAsync(dossier, changeId, body.Reason, cancellation);
        return result is { Found: true, Refusal: null } ? Results.NoContent() : AnswerOf(result);
    }

    /// <summary>Proposes a change, for the API and for the person's page.</summary>
    public async Task<PayoutChangeResult> ProposeAsync(
        string dossier, PayoutWish wish, CancellationToken cancellation)
    {
        var id = Guid.NewGuid();
        var (payout, fault) = PayoutOf(wish);
        if (payout is null) return new PayoutChangeResult(true, fault, null);
        return await RunAsync(
            dossier, Permissions.RegisterChange, id,
            (person, now) => PayoutChangeDecisions.Propose(
                id, dossier, payout, wish.Evidence, wish.Reason, person, now, user.UserName),
            cancellation);
    }

    /// <summary>Confirms a change in the name of a second person.</summary>
    public Task<PayoutChangeResult> ConfirmAsync(string dossier, Guid changeId, CancellationToken cancellation) =>
        RunAsync(
            dossier, Permissions.RegisterConfirm, changeId,
            (person, now) => PayoutChangeDecisions.Confirm(changeId, person, now, user.UserName), cancellation);

    /// <summary>Declines a change; nothing else happens.</summary>
    public async Task<PayoutChangeResult> DeclineAsync(
        string dossier, Guid changeId, string reason, CancellationToken cancellation)
    {
        var (found, refusal) = await DecideAsync(
            dossier, Permissions.RegisterConfirm,
            (person, now) => PayoutChangeDecisions.Decline(changeId, reason, person, now, user.UserName),
            cancellation);
        return new PayoutChangeResult(found, refusal, null);
    }

    private static IResult AnswerOf(PayoutChangeResult result) => result switch
    {
        { Found: false } => Problems.NotFound("hồ sơ này", "such dossier"),
        { Refusal: { } refusal } => Problems.Of(refusal),
        _ => Results.Ok(result.Answer),
    };

    private async Task<PayoutChangeResult> RunAsync(
        string dossier, string permission, Guid changeId, Func<Beneficiary?, Instant, Decision> decide,
        CancellationToken cancellation)
    {
        var (found, refusal) = await DecideAsync(dossier, permission, decide, cancellation);
        if (!found || refusal is not null) return new PayoutChangeResult(found, refusal, null);
        var held = await HoldAsync(dossier, changeId, cancellation);
        return new PayoutChangeResult(true, null, new PayoutChangeAnswer(changeId, held));
    }

    private async Task<(bool Found, Refusal? Refusal)> DecideAsync(
        string dossier, string permission, Func<Beneficiary?, Instant, Decision> decide, CancellationToken cancellation)
    {
        if (await PersonOfAsync(dossier, permission, cancellation) is not { } person) return (false, null);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var stream = await session.Events.FetchForWriting<Beneficiary>(person, cancellation);
        var decision = decide(stream.Aggregate, clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return (true, refusal);
        foreach (var e in decision.Events) stream.AppendOne(e);
        await session.SaveChangesAsync(cancellation);
        return (true, null);
    }

    private async Task<Guid?> PersonOfAsync(string dossier, string permission, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select n.person_id from hub.entitlement n
            where n.dossier = $1 and ($2::text[] is null or (
                select commune from hub.beneficiary b where b.person_id = n.person_id order by version desc limit 1)
                = any($2))
            """);
        command.Parameters.Add(Parameter.Of(dossier));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(permission)));
        return await command.ExecuteScalarAsync(cancellation) as Guid?;
    }

    /// <summary>
    /// Holds the dossier's payments of submitted batches that are not instructed: their file would still carry the
    /// account that is in doubt.
    /// </summary>
    private async Task<List<string>> HoldAsync(string dossier, Guid changeId, CancellationToken cancellation)
    {
        var payments = new List<(Guid Batch, int No, string EndToEndId)>();
        await using (var command = source.CreateCommand(OpenPayments))
        {
            command.Parameters.Add(Parameter.Of(dossier));
            await using var r = await command.ExecuteReaderAsync(cancellation);
            while (await r.ReadAsync(cancellation)) payments.Add((r.GetGuid(0), r.GetInt32(1), r.GetString(2)));
        }

        var held = new List<string>();
        foreach (var (batch, no, endToEndId) in payments)
        {
            var result = await HoldPayment.RunAsync(
                batch, no, hold: true, $"PAYOUT_CHANGE {changeId:N}", user, act, source, clock, cancellation);
            if (result is { Found: true, Refusal: null }) held.Add(endToEndId);
        }

        return held;
    }

    private const string OpenPayments = """
        select distinct p.batch_id, p.no, p.end_to_end_id
        from hub.payment_line l
        join hub.payment p on p.batch_id = l.batch_id and p.no = l.no
        join lateral (select status from hub.batch_step s where s.batch_id = p.batch_id
                      order by version desc limit 1) b on b.status in ('Submitted', 'Signed', 'Approved')
        where l.dossier = $1
          and not exists (select from hub.payment_outcome o
                          where o.batch_id = p.batch_id and o.no = p.no and o.status <> 'Placed')
          and coalesce((select held from hub.payment_hold h where h.batch_id = p.batch_id and h.no = p.no
                        order by version desc limit 1), false) = false
        """;

    private (PayoutDetails? Payout, Refusal? Fault) PayoutOf(PayoutWish wish)
    {
        if (!reference.Institutions.TryGetValue(wish.Institution, out var institution)
            || institution.IsPost != (wish.Method == PayoutMethod.Cash))
            return (null, new PayoutWishInvalid("đơn vị chi trả", "the paying institution"));
        var isTransfer = wish.Method == PayoutMethod.Transfer;
        if (isTransfer && !reference.BankBins.ContainsKey(wish.BankBin ?? ""))
            return (null, new PayoutWishInvalid("mã ngân hàng thụ hưởng", "the payee's bank"));
        var account = (wish.Account ?? "").Trim();
        if (isTransfer && (account.Length is 0 or > 34 || !account.All(char.IsAsciiLetterOrDigit)))
            return (null, new PayoutWishInvalid("số tài khoản", "the account number"));
        if (isTransfer && string.IsNullOrWhiteSpace(wish.HolderName))
            return (null, new PayoutWishInvalid("tên chủ tài khoản", "the account holder"));
        var (payee, isKnown) = PayeeOf(wish);
        if (!isKnown) return (null, new PayoutWishInvalid("người nhận thay và giấy tờ", "the payee and the paper"));
        return (
            new PayoutDetails(
                wish.Method, wish.Institution, isTransfer ? wish.BankBin : null, isTransfer ? account : null,
                isTransfer ? VietnameseText.BankName(wish.HolderName!) : null, payee),
            null);
    }

    private static (Payee? Payee, bool IsKnown) PayeeOf(PayoutWish wish)
    {
        if (wish.Relation == PayeeRelation.Self) return (null, true);
        var identifier = Identifier.Clean(wish.PayeeIdentifier ?? "");
        var isKnown = PersonalId.TryParse(identifier, out _)
            || (wish.Relation == PayeeRelation.Facility && identifier.Length is 10 or 13);
        if (!isKnown || string.IsNullOrWhiteSpace(wish.PayeeName) || wish.PayeeFrom is not { } from)
            return (null, false);
        var term = new PayeeTerm(from, wish.PayeeUntil, (wish.PayeeDocument ?? "").Trim());
        return (new Payee(wish.Relation, VietnameseText.Normalize(wish.PayeeName), identifier, term), true);
    }
}
