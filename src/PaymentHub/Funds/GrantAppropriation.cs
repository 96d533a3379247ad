using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Funds;
using PaymentHub.Reference;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Funds;

/// <summary>What a budget decision grants for one programme from one source; the amount in đồng.</summary>
public sealed record AppropriationBody(string? Programme, string? Source, long Amount, string? DecisionNumber);

/// <summary>The province's money of a year for a programme from a source, in đồng.</summary>
public sealed record AppropriationItem(string Programme, string Source, long Granted, long Distributed)
{
    /// <summary>What may still be allotted to communes.</summary>
    public long Left => Granted - Distributed;
}

/// <summary>The budget grants the province money; from then on allotments to communes are shares of it.</summary>
public sealed class GrantAppropriation : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/fund-years/{year:int}/appropriations", HandleAsync).RequirePermission(Permissions.LedgerClose)
            .WithTags("Funds").Answers("GrantAppropriation", StatusCodes.Status204NoContent);
        api.MapGet("/fund-years/{year:int}/appropriations", HandleReadAsync)
            .RequirePermission(Permissions.LedgerView)
            .WithTags("Funds").Answers<IReadOnlyList<AppropriationItem>>("GetAppropriations");
    }

    /// <summary>Records what a decision grants for a programme, source and budget year.</summary>
    /// <remarks>Ghi dự toán được cấp có thẩm quyền giao; phân bổ cho các xã không vượt số này.</remarks>
    public static async Task<IResult> HandleAsync(
        int year, AppropriationBody body, ActOnAppropriation act, CancellationToken cancellation) =>
        !ReadFundYear.IsKnown(year) ? Problems.NotFound("năm ngân sách này", "such budget year")
            : await act.GrantAsync(year, body, cancellation) is { } refusal ? Problems.Of(refusal)
            : Results.NoContent();

    /// <summary>What was granted in the year, what of it communes were allotted, and what is left.</summary>
    /// <remarks>Dự toán được giao của năm, đã phân bổ cho các xã, còn lại.</remarks>
    public static async Task<IResult> HandleReadAsync(
        int year, NpgsqlDataSource source, CancellationToken cancellation) =>
        Results.Ok(await FindAsync(year, source, cancellation));

    /// <summary>The appropriations of a year, by programme and source.</summary>
    public static async Task<IReadOnlyList<AppropriationItem>> FindAsync(
        int year, NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select programme, source, coalesce(sum(amount) filter (where kind = 'Granted'), 0)::bigint,
                   coalesce(sum(amount) filter (where kind = 'Distributed'), 0)::bigint
            from hub.appropriation_movement where fiscal_year = $1 group by 1, 2 order by 1, 2
            """);
        command.Parameters.Add(Parameter.Of(year));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var items = new List<AppropriationItem>();
        while (await r.ReadAsync(cancellation))
            items.Add(new AppropriationItem(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetInt64(3)));
        return items;
    }
}

/// <summary>The act itself, for the API and for the page.</summary>
public sealed class ActOnAppropriation(IDocumentStore store, IClock clock, CurrentUser user, ReferenceData reference)
{
    private static readonly string[] Sources = ["TW", "TINH", "XA", "TAITRO"];

    /// <summary>Records the grant; null where it is recorded.</summary>
    public async Task<Refusal?> GrantAsync(int year, AppropriationBody body, CancellationToken cancellation)
    {
        if (reference.ProgrammeGroups.All(p => p.Programme != body.Programme) || !Sources.Contains(body.Source))
            return new AppropriationIncomplete();
        var key = new AppropriationKey(body.Programme!, body.Source!, year);
        await using var session = store.LightweightSession();
        session.LastModifiedBy = user.UserName;
        var stream = await session.Events.FetchForWriting<Appropriation>(key.Id, cancellation);
        var before = stream.Aggregate is null ? await AllottedAsync(session, key, cancellation) : [];
        var decision = AppropriationDecisions.Grant(
            stream.Aggregate, key, new Money(body.Amount), body.DecisionNumber ?? "", before, user.UserName,
            clock.GetCurrentInstant());
        if (decision.Refusal is { } refusal) return refusal;
        stream.AppendMany(decision.Events);
        await session.SaveChangesAsync(cancellation);
        return null;
    }

    private static async Task<IReadOnlyList<FundNeed>> AllottedAsync(
        IDocumentSession session, AppropriationKey key, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select commune, sum(amount)::bigint from hub.fund_movement
            where kind = 'Allotted' and fiscal_year = $1 and programme = $2 and source = $3 group by 1 order by 1
            """);
        command.Parameters.Add(Parameter.Of(key.FiscalYear));
        command.Parameters.Add(Parameter.Of(key.Programme));
        command.Parameters.Add(Parameter.Of(key.Source));
        await using var r = await session.ExecuteReaderAsync(command, cancellation);
        var funds = new List<FundNeed>();
        while (await r.ReadAsync(cancellation))
        {
            var fund = new FundKey(r.GetString(0), key.Programme, key.Source, key.FiscalYear);
            funds.Add(new FundNeed(fund, new Money(r.GetInt64(1))));
        }

        return funds;
    }
}
