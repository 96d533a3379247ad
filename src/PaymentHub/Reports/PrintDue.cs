using Marten;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.Batches;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Runs;
using PaymentHub.Sharing;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.Reports;

/// <summary>
/// One person's month with the reason of every line as a document (giải trình mức hưởng của một người).
/// </summary>
public sealed class PrintDue : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/people/{key}/due/list", HandleAsync).RequirePermission(Permissions.RegisterView)
            .WithTags("Entitlements").AnswersFile("PrintDue", PrintLists.PdfType, TableFile.XlsxType);

    /// <summary>
    /// What a person (opaque key, dossier or personal id) is owed for a month, and why, as PDF or with format=xlsx a
    /// workbook; with <c>asOf</c> as it was known at that instant. The name is masked and the groups are left out; with
    /// full=true and a reason, which is kept, both are told.
    /// </summary>
    /// <remarks>Bảng giải trình mức hưởng của một người trong tháng.</remarks>
    public static async Task<IResult> HandleAsync(
        string key, string month, string? asOf, string? format, bool? full, string? reason, CurrentUser user,
        IDocumentStore store, NpgsqlDataSource source, RateBooks books, ReferenceData reference,
        ProgrammeNames programmes, Disclosures log, HubSettings settings, IClock clock,
        CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(month, out var period)) return PeriodProblem.Result;
        var known = asOf is { Length: > 0 } ? InstantPattern.ExtendedIso.Parse(asOf) : null;
        if (known is { Success: false })
        {
            return Problems.BadRequest(
                "instant-invalid", "Thời điểm phải có dạng 2026-10-22T03:00:00Z.",
                "The instant must look like 2026-10-22T03:00:00Z.");
        }

        var due = await ExplainDue.FindAsync(
            key, period, known?.Value, user, store, source, books, settings, clock, cancellation);
        if (due is null || await WhoAsync(source, due.PersonId, cancellation) is not { } who)
            return Problems.NotFound("người này", "such person");
        var isFull = full == true;
        if (isFull && !user.Can(Permissions.ListsPrint, who.Commune, null)) return Unmasking.NotGranted;
        if (isFull && (string.IsNullOrWhiteSpace(reason) || reason.Length > 500))
            return Problems.Of(new ListReasonMissing());
        var list = new ReasonList(source, reference, programmes, books).Of(
            due, who.Dossier, ListWords.Name(who.Name, isFull), who.Commune, period, isFull);
        var file = ListFile.Of(list, TableFile.IsWorkbook(format));
        if (isFull)
        {
            await log.RecordListAsync(
                reason!.Trim(), $"PersonReasons {Path.GetExtension(file.Name)[1..]}", who.Commune, null, 1,
                RawFiles.HashOf(file.Bytes), cancellation);
        }

        return Results.File(file.Bytes, file.Type, file.Name);
    }

    private static async Task<(string Dossier, string Name, string Commune)?> WhoAsync(
        NpgsqlDataSource source, Guid person, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select e.dossier, b.full_name, t.commune from hub.entitlement e
            join lateral (select commune from hub.entitlement_terms x where x.entitlement_id = e.entitlement_id
                          order by version desc limit 1) t on true
            join lateral (select full_name from hub.beneficiary x where x.person_id = e.person_id
                          order by version desc limit 1) b on true
            where e.person_id = $1 order by e.dossier limit 1
            """);
        command.Parameters.Add(Parameter.Of(person));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        return await r.ReadAsync(cancellation) ? (r.GetString(0), r.GetString(1), r.GetString(2)) : null;
    }
}
