console.log("answered")
