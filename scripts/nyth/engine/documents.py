def search_files(build):
    return {}
