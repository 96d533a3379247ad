using JasperFx.Events;
using Marten;
using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange.Delivery;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.BankExchange;

/// <summary>A batch inside a file out: what was released, without what a hold kept back.</summary>
public sealed record FileBatch(
    Guid BatchId, string Code, string PaymentInformationId, string Commune, string Programme, int Payments,
    long Amount);

/// <summary>
/// Something that happened to a file out: Ordered, Produced, Begun, Failed, Unknown, EnquiredArrived, Delivered,
/// Acknowledged, Declined, ResendProposed, ResendAgreed, RecallProposed, RecallAsked, RecallAccepted, RecallPartly,
/// RecallRefused …
/// </summary>
public sealed record FileEvent(string What, Instant At, string? ByUser, string? Detail = null);

/// <summary>A file out with its batches and its history.</summary>
public sealed record FileDetail(FileItem File, IReadOnlyList<FileBatch> Batches, IReadOnlyList<FileEvent> Events);

/// <summary>One file out: what is in it, from which release act it came, and who collected it when.</summary>
public sealed class ReadInstructionFile : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/files/{messageId}", HandleAsync).RequirePermission(Permissions.FilesView).WithTags("Files")
            .Answers<FileDetail>("GetFile");

    /// <summary>A file out with its batches, its hash and who collected it when.</summary>
    /// <remarks>Một tệp lệnh chi: các lô, mã băm và lịch sử giao nhận.</remarks>
    public static async Task<IResult> HandleAsync(
        string messageId, CurrentUser user, NpgsqlDataSource source, IQuerySession session,
        CancellationToken cancellation)
    {
        var found = await FindAsync(messageId, user, source, session, cancellation);
        return found is null ? Problems.NotFound("tệp này", "such file") : Results.Ok(found);
    }

    /// <summary>The stream of the file with this message id.</summary>
    public static Guid StreamOf(string messageId) => InstructionFile.IdOf(messageId);

    /// <summary>The file inside the user's scope, or null.</summary>
    public static async Task<FileDetail?> FindAsync(
        string messageId, CurrentUser user, NpgsqlDataSource source, IQuerySession session,
        CancellationToken cancellation)
    {
        var found = await ReadFiles.QueryAsync(source, user, new(MessageId: messageId), cancellation);
        if (found is not [var file]) return null;
        var events = await session.Events.FetchStreamAsync(InstructionFile.IdOf(messageId), token: cancellation);
        return new FileDetail(
            file, await BatchesAsync(source, messageId, cancellation),
            [.. events.Select(EventOf).OfType<FileEvent>()]);
    }

    private static readonly FileDeliveryStepRows Steps = new();

    private static FileEvent? EventOf(IEvent e) => e.Data switch
    {
        ReleaseOrdered o => new("Ordered", o.At, o.ByUser),
        FileProduced p => new("Produced", p.At, null),
        _ => Steps.RowsOf(e).Select(s => new FileEvent(s.What, s.At, s.ByUser, s.Detail)).FirstOrDefault(),
    };

    private static async Task<List<FileBatch>> BatchesAsync(
        NpgsqlDataSource source, string messageId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select b.batch_id, b.code, b.pmtinf_id, b.commune, b.programme, s.count, s.amount
            from hub.batch_step s join hub.batch b on b.batch_id = s.batch_id
            where s.message_id = $1 and s.status = 'Released' order by b.code
            """);
        command.Parameters.Add(Parameter.Of(messageId));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var batches = new List<FileBatch>();
        while (await r.ReadAsync(cancellation))
        {
            batches.Add(new FileBatch(
                r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt32(5),
                r.GetInt64(6)));
        }

        return batches;
    }
}
