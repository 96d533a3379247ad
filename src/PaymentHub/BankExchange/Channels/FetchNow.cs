using PaymentHub.Access;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain;
using PaymentHub.Domain.Access;
using PaymentHub.Web;
using Renci.SshNet.Common;

namespace PaymentHub.BankExchange.Channels;

/// <summary>How many files were taken from the bank's places.</summary>
public sealed record FetchedFiles(string Institution, int Taken);

/// <summary>The bank's server or folder could not be looked at.</summary>
public sealed record PlaceUnreachable(string Why) : Refusal(
    "place-unreachable", $"Không truy cập được nơi đặt tệp của đối tác: {Why}",
    $"The bank's place for files cannot be reached: {Why}");

/// <summary>An operator does not wait for the next round.</summary>
public sealed class FetchNow : IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/banks/{institution}/fetch", HandleAsync).RequirePermission(Permissions.FilesDecide)
            .WithTags("Banks").Answers<FetchedFiles>("FetchBankFiles");

    /// <summary>
    /// Looks at once at the bank's SFTP server or folder. A file is taken at the second look that finds it unchanged.
    /// </summary>
    /// <remarks>Kiểm tra ngay nơi đặt tệp của đối tác (SFTP, thư mục).</remarks>
    public static async Task<IResult> HandleAsync(
        string institution, CurrentUser user, PartnerBanks banks, FileFetcher fetcher, CancellationToken cancellation)
    {
        if (!user.Can(Permissions.FilesDecide, null, institution)
            || await banks.FindAsync(institution, cancellation) is not { } bank)
        {
            return Problems.NotFound("đối tác này", "such bank");
        }

        try
        {
            return Results.Ok(new FetchedFiles(institution, await fetcher.FetchAsync(bank, cancellation)));
        }
        catch (Exception failure) when (failure is SshException or IOException or TimeoutException
            or System.Net.Sockets.SocketException)
        {
            return Problems.Of(new PlaceUnreachable($"{failure.GetType().Name}: {failure.Message}"));
        }
    }
}
