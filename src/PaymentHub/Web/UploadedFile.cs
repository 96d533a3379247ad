using PaymentHub.Storage;

namespace PaymentHub.Web;

/// <summary>A file from a form of a page: its bounds, its name without any path, and its bytes.</summary>
public static class UploadedFile
{
    /// <summary>The key of the text that says why the file cannot be taken, or null.</summary>
    public static string? ProblemOf(IFormFile? file) => file switch
    {
        null or { Length: 0 } => "Upload.None",
        { Length: > UploadLimits.MaxBytes } => "Upload.TooBig",
        _ => null,
    };

    /// <summary>The name and the bytes where the server has put them.</summary>
    public static (string Name, FileContent Content) Open(IFormFile file) =>
        (Path.GetFileName(file.FileName), FileContent.Of(file));

    public static async Task<(string Name, byte[] Bytes)> ReadAsync(IFormFile file, CancellationToken cancellation)
    {
        var bytes = new byte[checked((int)file.Length)];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancellation);
        return (Path.GetFileName(file.FileName), bytes);
    }
}
